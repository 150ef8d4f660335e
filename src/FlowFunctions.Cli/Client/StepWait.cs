namespace FlowFunctions.Cli.Client;

/// <summary>Why a step does not run, in the server's words.</summary>
internal sealed record StepWait
{
    /// <summary>steps, place, turn or retry.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }
}
