using FlowFunctions.Runs;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>Keeps the rows that a task rejected, where people fetch them from.</summary>
internal sealed partial class DumpSaver(AnaplanApi api, DumpStore dumps, ILogger<DumpSaver> logger)
{
    /// <summary>
    /// Stores the task's dumps. One that the model will not give is missing, and logged: the task's outcome stands without it. One that it cannot give now
    /// makes this throw, and is asked for again.
    /// </summary>
    /// <returns>The ids of the actions whose rows were stored.</returns>
    /// <exception cref="AnaplanException">Transient.</exception>
    public async Task<IReadOnlySet<string>> SaveAsync(StepCall call, ModelAction action, string taskId, TaskOutcome outcome, CancellationToken cancellationToken)
    {
        var saved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var importId in outcome.Dumps.Select(dump => dump.ImportId))
        {
            try
            {
                await SaveAsync(call, action, taskId, importId, cancellationToken);
                saved.Add(importId ?? action.Id);
            }
            catch (AnaplanException exception) when (!exception.IsTransient)
            {
                LogNoDump(call.Name, call.RunId, importId ?? action.Id, exception.Message);
            }
        }

        return saved;
    }

    private Task SaveAsync(StepCall call, ModelAction action, string taskId, string? importId, CancellationToken cancellationToken) => dumps.WriteAsync(
        DumpStore.RunIdOf(call),
        importId,
        async (target, token) =>
        {
            foreach (var chunk in await api.ListDumpChunksAsync(action, taskId, importId, token))
            {
                await using var rows = await api.OpenDumpChunkAsync(action, taskId, importId, chunk, token);
                await rows.CopyToAsync(target, token);
            }
        },
        cancellationToken);

    [LoggerMessage(1650, LogLevel.Warning, "Step '{Step}' of run {RunId}: the rows that action {ActionId} rejected could not be fetched: {Fault}")]
    private partial void LogNoDump(string step, string runId, string actionId, string fault);
}
