namespace FlowFunctions.Core.Runs;

/// <summary>What a client asks for when it starts a run.</summary>
public sealed record RunRequest
{
    public static readonly RunRequest Everything = new();

    /// <summary>Referrers of the steps to run, as the client listed them; null runs every step that is not skipped.</summary>
    public IReadOnlyList<string>? StepsToRun { get; init; }
}
