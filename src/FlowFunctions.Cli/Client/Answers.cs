namespace FlowFunctions.Cli.Client;

/// <summary>The resource part of the API's answers, one record for each; the envelope's status repeats the HTTP status and is not read.</summary>
internal static class Answers
{
    public sealed record FlowAnswer(Flow IntegrationFlow);

    public sealed record StartedRun(string Id);

    public sealed record StartedRunAnswer(StartedRun Run);

    public sealed record RunAnswer(FlowRun Run);

    public sealed record RunsAnswer(IReadOnlyList<FlowRun> Runs);

    /// <summary>Errors and trace are this product's; another server of the contract tells the message alone.</summary>
    public sealed record Error(string? Message = null, IReadOnlyList<Problem>? Errors = null, string? TraceId = null);

    public sealed record Problem(string Message, string? Path = null);
}
