using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>What the operations of a step came to so far.</summary>
internal sealed record WorkOutcome
{
    /// <summary>The worst of them.</summary>
    public StepOutcomeKind Kind { get; init; }

    /// <summary>Whether one of them has changed the model: a step that does them all again loads twice.</summary>
    public bool HasLoaded { get; init; }

    /// <summary>What each of them has to say, in order; together at most <see cref="TargetText.MaximumMessageLength"/> characters, the newest of them.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    public TaskFaults? Faults { get; init; }

    public WorkOutcome With(string message) => this with { Messages = Bound([.. Messages, message]) };

    /// <summary>This and the end of one more task; the faults of both, by the later one's id.</summary>
    public WorkOutcome With(StepOutcomeKind kind, string? message, TaskFaults? faults) => this with
    {
        Kind = kind > Kind ? kind : Kind,
        Messages = message is null ? Messages : Bound([.. Messages, message]),
        Faults = faults is null ? Faults : faults with { Actions = Bound([.. Faults?.Actions ?? [], .. faults.Actions]) },
    };

    /// <summary>The end of a step that cannot go on, with what it came to before that.</summary>
    /// <param name="errorCode">One of <see cref="RunErrorCodes"/>.</param>
    /// <param name="message">Why, for a planner.</param>
    /// <param name="isUnknown">Whether the operation that was being done may have been done all the same.</param>
    public TargetReply.Ended FailedWith(int errorCode, string message, bool isUnknown = false) =>
        With(StepOutcomeKind.Failure, message, null).ToReply() with { ErrorCode = errorCode, IsUnknown = isUnknown || HasLoaded };

    public TargetReply.Ended ToReply() => new(
        Kind,
        Messages.Count == 0 ? null : TargetText.Bound(string.Join(" ", [.. Messages.SkipLast(1).Select(Sentence), Messages[^1]])),
        Kind == StepOutcomeKind.Failure ? RunErrorCodes.StepFailed : null,
        Details: null,
        Faults)
    {
        IsUnknown = Kind == StepOutcomeKind.Failure && HasLoaded,
    };

    /// <summary>What Anaplan says has no full stop at its end.</summary>
    private static string Sentence(string message) => message is [.., '.' or '!' or '?'] ? message : message + ".";

    /// <summary>The newest that fit into a step's message: the last one says why a step ended. All of it is kept in the step's handle, which has a limit.</summary>
    private static List<string> Bound(List<string> messages)
    {
        while (messages.Count > 1 && messages.Sum(message => message.Length + 1) > TargetText.MaximumMessageLength)
        {
            messages.RemoveAt(0);
        }

        return messages;
    }

    /// <summary>Every action, with the lines that fit into a step's details.</summary>
    private static List<ActionFaults> Bound(List<ActionFaults> actions)
    {
        var (lines, room) = (TargetText.MaximumDetails, TargetText.MaximumDetailsLength);
        for (var index = 0; index < actions.Count; index++)
        {
            var kept = new List<FaultText>();
            foreach (var text in actions[index].Texts)
            {
                lines--;
                room -= text.Text.Length + text.Values.Sum(value => value.Length);
                if (lines < 0 || room < 0)
                {
                    break;
                }

                kept.Add(text);
            }

            actions[index] = actions[index] with { Texts = kept };
        }

        return actions;
    }
}
