using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>Brings an execution to where its history left it, and compares what it asks for with what it asked for then.</summary>
internal static class HistoryReplay
{
    /// <summary>The name that Durable Task gives this failure.</summary>
    public const string NonDeterminism = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    /// <param name="execution">An execution that has taken no turn.</param>
    /// <param name="turns">Its stored turns.</param>
    /// <returns>What the orchestrator asked for in the last turn, for the next row.</returns>
    /// <remarks>Where the comparison fails, the execution has failed with a message that names expected and found.</remarks>
    public static IReadOnlyList<OrchestratorAction> Run(OrchestrationExecution execution, IReadOnlyList<TurnRecord> turns)
    {
        var asked = FirstTurn(execution, isReplaying: turns.Count > 0).Actions;
        for (var turn = 0; turn < turns.Count; turn++)
        {
            if (Mismatch(turns[turn].Scheduled, asked) is { } mismatch)
            {
                Fail(execution, turn, mismatch);
                return [];
            }

            // A new owner of the hub may have marked an execution that had ended but was not yet written off, and one that continues as new goes on
            // taking in what concerns the next.
            if (execution.Outcome is not (null or ContinuedAsNew) and var outcome && turns[turn].Events.Count > 0)
            {
                Fail(execution, turn, $"its history goes on, but replaying it the orchestrator had ended ({outcome!.GetType().Name})");
                return [];
            }

            asked = execution.Take(turns[turn].At, turns[turn].Events, isReplaying: turn < turns.Count - 1).Actions;
        }

        return asked;
    }

    /// <summary>The turn that no row is stored for: the start of an execution that starts at once, with what its last generation left it.</summary>
    public static TurnResult FirstTurn(OrchestrationExecution execution, bool isReplaying) => execution.Record.StartedAt is { } startedAt
        ? execution.Take(startedAt, [new ExecutionStarted(), .. execution.Record.Carried], isReplaying)
        : new TurnResult([], []);

    private static string? Mismatch(IReadOnlyList<ScheduledAction> expected, IReadOnlyList<OrchestratorAction> asked)
    {
        for (var index = 0; index < Math.Max(expected.Count, asked.Count); index++)
        {
            var wanted = index < expected.Count ? expected[index] : null;
            var found = index < asked.Count ? asked[index].Scheduled : null;
            if (wanted is null || found is null || !wanted.IsSameAs(found))
            {
                return $"its history expects {Text(wanted)}, but replaying it the orchestrator asked for {Text(found)}";
            }
        }

        return null;
    }

    private static string Text(ScheduledAction? action) => action?.ToString() ?? "nothing more";

    private static void Fail(OrchestrationExecution execution, int turn, string mismatch) => execution.FailReplay(new Failure(
        NonDeterminism,
        $"Non-deterministic orchestrator '{execution.Record.Name}': at turn {turn} {mismatch}. "
        + "Was its code changed while the instance was running, or does it depend on anything but its context?",
        null,
        null));
}
