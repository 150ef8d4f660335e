namespace FlowFunctions.Core.Runs;

/// <summary>What a client asks for when it resumes a run.</summary>
public sealed record ResumeRequest
{
    public static readonly ResumeRequest Rest = new();

    /// <summary>Referrer of the step that runs again with all that depends on it; null for what the run has left.</summary>
    public string? FromStep { get; init; }
}
