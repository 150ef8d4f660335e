using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Runs;

/// <summary>How a step ended. A failed step is a value, not an exception.</summary>
/// <param name="Kind">Decides which exception strategy applies.</param>
/// <param name="Message">What the target said; null when it said nothing.</param>
/// <param name="ErrorCode">One of <see cref="RunErrorCodes"/> or the target's own; null on success, or when the target gave none.</param>
/// <param name="Attempts">How many times the target was asked to start the step, over all tries; at least 1.</param>
public sealed record StepOutcome(StepOutcomeKind Kind, string? Message = null, int? ErrorCode = null, int Attempts = 1)
{
    /// <summary>Whether the step, a failure, may have done its work, or a part of it, all the same: another try could do it twice, and there is none.</summary>
    /// <remarks>Part of stored histories, which say nothing of it where it is not so.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUnknown { get; init; }
}
