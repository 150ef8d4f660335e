using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Steps;

/// <summary>Where a step stands after an activity: over, or to be asked again.</summary>
public sealed record StepReport
{
    private const string LetGoMessage = "Cancelled";

    /// <summary>Null while the step goes on.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>Single faults behind the outcome's message; null where the target gave none.</summary>
    public IReadOnlyList<string>? Details { get; init; }

    /// <summary>The same by the target's actions; null where it has none.</summary>
    public TaskFaults? Faults { get; init; }

    /// <summary>UTC; when the step is to be asked again. Null once it is over.</summary>
    public DateTime? NextAt { get; init; }

    /// <summary>The try that it is about, by its operation. Null in histories of before, and where nobody reads it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OperationId { get; init; }

    /// <summary>Whether it tells of this try, as far as it says.</summary>
    public bool IsOf(StepCall call) => OperationId is null || OperationId == call.OperationId;

    /// <summary>UTC; when the try got the turn that it had to wait for; null where it waited for none, or never got it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? TurnAt { get; init; }

    /// <summary>Whether an activity found that the step's run has let go of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasLetGo { get; init; }

    /// <summary>Whether this is no end of its own: its run has let go of it. A wait that a run lets go of says so in the form of its first version, which histories hold.</summary>
    [JsonIgnore]
    public bool IsLetGo => WasLetGo || this is { OperationId: null, Outcome: { ErrorCode: RunErrorCodes.Cancelled, Message: LetGoMessage } };

    public static StepReport Ended(StepOutcome outcome, IReadOnlyList<string>? details = null, TaskFaults? faults = null) =>
        new() { Outcome = outcome, Details = details, Faults = faults };

    public static StepReport Failed(int errorCode, string message, int attempts = 1) =>
        Ended(new StepOutcome(StepOutcomeKind.Failure, message, errorCode, attempts));

    /// <summary>Of a step that its run has let go of, as a cancelled one does.</summary>
    public static StepReport LetGo(int attempts = 1) => Failed(RunErrorCodes.Cancelled, LetGoMessage, attempts) with { WasLetGo = true };

    /// <summary>Of a wait for such a step.</summary>
    public static StepReport LetGoOfWait() => Failed(RunErrorCodes.Cancelled, LetGoMessage);

    public static StepReport Waiting(DateTime nextAt) => new() { NextAt = nextAt };
}
