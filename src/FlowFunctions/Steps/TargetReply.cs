using FlowFunctions.Core.Runs;

namespace FlowFunctions.Steps;

/// <summary>What one exchange with a target taught about a step. The texts in it are clean and bounded, whoever wrote them: here they come in.</summary>
public abstract record TargetReply
{
    private TargetReply()
    {
    }

    /// <summary>The step is over.</summary>
    /// <param name="Kind">How it ended.</param>
    /// <param name="Message">What the target said, at most <see cref="TargetText.MaximumMessageLength"/> characters.</param>
    /// <param name="ErrorCode">The target's own code or one of <see cref="RunErrorCodes"/>.</param>
    /// <param name="Details">Single faults behind the message, such as rejected rows; bounded by <see cref="TargetText"/>.</param>
    /// <param name="Faults">The same by actions of the target, where it has such; null otherwise.</param>
    public sealed record Ended(
        StepOutcomeKind Kind, string? Message = null, int? ErrorCode = null, IReadOnlyList<string>? Details = null, TaskFaults? Faults = null)
        : TargetReply
    {
        public string? Message { get; } = Message is null ? null : TargetText.Bound(Message);

        /// <inheritdoc cref="StepOutcome.IsUnknown"/>
        public bool IsUnknown { get; init; }

        public static Ended Failed(int errorCode, string message) => new(StepOutcomeKind.Failure, message, errorCode);
    }

    /// <summary>The target has the step as a task that goes on.</summary>
    /// <param name="Handle">Names the task in the polls to come.</param>
    /// <param name="PollAfter">When the target wants to be asked, zero for at once; null leaves it to the integration's poll interval.</param>
    /// <param name="Progress">0 to 1; null when the target does not say.</param>
    /// <param name="Message">What the target is doing; null when it does not say.</param>
    public sealed record Accepted(string Handle, TimeSpan? PollAfter, double? Progress, string? Message) : TargetReply
    {
        public string? Message { get; } = Message is null ? null : TargetText.Bound(Message);

        /// <summary>How many others have the turn before the step that it waits for; null where it waits for none.</summary>
        public int? Ahead { get; init; }
    }

    /// <summary>Nothing was learned, and asking again may help.</summary>
    /// <param name="Reason">What happened, for a person.</param>
    /// <param name="ErrorCode">The step's code if asking again does not help.</param>
    /// <param name="RetryAfter">When the target wants to be asked again; null leaves it to the back-off.</param>
    /// <param name="IsTaskRunning">
    /// Whether a task goes on at the target whatever happens to the connection: such a step is asked for until its timeout. Null: if the target has accepted one.
    /// </param>
    public sealed record Unavailable(string Reason, int ErrorCode, TimeSpan? RetryAfter = null, bool? IsTaskRunning = null) : TargetReply
    {
        public string Reason { get; } = TargetText.Bound(Reason);
    }
}
