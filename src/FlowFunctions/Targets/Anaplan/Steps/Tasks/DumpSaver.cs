using FlowFunctions.Steps;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Keeps the rows that a task rejected, where people fetch them from.</summary>
internal sealed partial class DumpSaver(AnaplanApi api, IRejectedRows rows, ILogger<DumpSaver> logger)
{
    /// <summary>
    /// Stores the task's dumps. One that the model will not give is missing, and logged: the task's outcome stands without it. One that it cannot give now
    /// makes this throw, and is asked for again. Where jobs follow one another, each one's is kept under its action.
    /// </summary>
    /// <param name="call">The step.</param>
    /// <param name="action">The action.</param>
    /// <param name="taskId">Its task.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="isLastTry">Whether what the model cannot give now is missing, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The ids of the actions whose rows were stored.</returns>
    /// <exception cref="AnaplanException">Transient.</exception>
    public async Task<IReadOnlySet<string>> SaveAsync(
        StepCall call, ModelAction action, string taskId, TaskOutcome outcome, bool isLastTry, CancellationToken cancellationToken)
    {
        var saved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var importId in outcome.Dumps.Select(dump => dump.ImportId).Where(id => id is null || IRejectedRows.IsActionId(id)))
        {
            try
            {
                await SaveAsync(call, action, taskId, importId, storedUnder: importId, cancellationToken);
                if (importId is null && call.Anaplan is { ProcessId: null, Jobs.Count: > 1 })
                {
                    // The run's own is that of the last job that has one.
                    await SaveAsync(call, action, taskId, importId, storedUnder: action.Id, cancellationToken);
                }

                saved.Add(importId ?? action.Id);
            }
            catch (AnaplanException exception) when (!exception.IsTransient || isLastTry)
            {
                LogNoDump(call.Name, call.RunId, importId ?? action.Id, exception.Message);
            }
        }

        return saved;
    }

    private Task SaveAsync(StepCall call, ModelAction action, string taskId, string? importId, string? storedUnder, CancellationToken cancellationToken) => rows.WriteAsync(
        call,
        storedUnder,
        async (target, token) =>
        {
            foreach (var chunk in await api.ListDumpChunksAsync(action, taskId, importId, token))
            {
                await using var dump = await api.OpenDumpChunkAsync(action, taskId, importId, chunk, token);
                await dump.CopyToAsync(target, token);
            }
        },
        cancellationToken);

    [LoggerMessage(1650, LogLevel.Warning, "Step '{Step}' of run {RunId}: the rows that action {ActionId} rejected could not be fetched: {Fault}")]
    private partial void LogNoDump(string step, string runId, string actionId, string fault);
}
