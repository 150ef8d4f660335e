using FlowFunctions.Core.Runs;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>What the operations of a step came to so far.</summary>
internal sealed record WorkOutcome
{
    /// <summary>The worst of them.</summary>
    public StepOutcomeKind Kind { get; init; }

    /// <summary>What each of them has to say, in order.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    public TaskFaults? Faults { get; init; }

    /// <summary>All messages as one text: what Anaplan says has no full stop at its end.</summary>
    private string Sentences => string.Join(" ", Messages.Select((message, index) => index == Messages.Count - 1 || message.EndsWith('.') ? message : message + "."));

    public WorkOutcome With(string message) => this with { Messages = [.. Messages, message] };

    /// <summary>This and the end of one more task; the faults of both, by the later one's id.</summary>
    public WorkOutcome With(StepOutcomeKind kind, string? message, TaskFaults? faults) => this with
    {
        Kind = kind > Kind ? kind : Kind,
        Messages = message is null ? Messages : [.. Messages, message],
        Faults = faults is null ? Faults : faults with { Actions = [.. Faults?.Actions ?? [], .. faults.Actions] },
    };

    /// <summary>The end of a step that cannot go on, with what it came to before that.</summary>
    public TargetReply.Ended FailedWith(int errorCode, string message) => With(StepOutcomeKind.Failure, message, null).ToReply() with { ErrorCode = errorCode };

    public TargetReply.Ended ToReply() => new(
        Kind,
        Messages.Count == 0 ? null : TargetText.Bound(Sentences),
        Kind == StepOutcomeKind.Failure ? RunErrorCodes.StepFailed : null,
        Details: null,
        Faults);
}
