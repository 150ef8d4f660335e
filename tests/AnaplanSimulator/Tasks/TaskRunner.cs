using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Exports;
using AnaplanSimulator.Files;
using AnaplanSimulator.Imports;

namespace AnaplanSimulator.Tasks;

/// <summary>Does the work of a model's tasks on a draft of its data.</summary>
internal sealed class TaskRunner(Model model, WorkFolder folder, TimeProvider time)
{
    public static readonly IReadOnlyDictionary<string, StoredContent> NoDumps = new Dictionary<string, StoredContent>();

    /// <param name="task">A task that has started.</param>
    /// <param name="settings">How long it takes at least, and whether it fails.</param>
    /// <param name="cancellationToken">Ends the work; the draft is forgotten.</param>
    public async Task RunAsync(ModelTask task, SimulatorSettings settings, CancellationToken cancellationToken)
    {
        var (definition, duration) = (model.Definition, settings.Tasks.Duration);
        if (settings.FailsTasks)
        {
            await Task.Delay(duration, time, cancellationToken);
            task.TryFail();
            return;
        }

        var process = definition.Processes.FirstOrDefault(process => process.Id == task.ActionId);
        var actions = process?.Actions ?? [task.ActionId];
        var files = definition.Imports.Where(import => actions.Contains(import.Id)).Select(import => model.Files[import.File]).Distinct().ToList();
        using var hold = new FileHold(task.Upload is null ? files : []);
        var draft = model.Data.Draft();
        var outcomes = new List<ActionOutcome>();
        foreach (var action in actions)
        {
            var progress = new PacedProgress(task, outcomes.Count, actions.Count, duration / actions.Count, time);
            outcomes.Add(await RunActionAsync(action, task.Upload, draft, progress.Work, cancellationToken));
            await progress.WaitAsync(cancellationToken);
        }

        var result = process is null ? outcomes[0].Result : ResultOf(process, outcomes);
        var dumps = outcomes.Where(outcome => outcome.Dump is not null).GroupBy(outcome => outcome.Result.ObjectId).ToDictionary(of => of.Key, of => of.Last().Dump!);
        if (!task.TryComplete(result, dumps, Commit))
            throw new OperationCanceledException(cancellationToken);

        // Whoever sees the task complete may upload again.
        void Commit()
        {
            model.Data = draft;
            hold.Dispose();
        }
    }

    private Task<ActionOutcome> RunActionAsync(string id, StoredContent? upload, ModelData draft, WorkProgress progress, CancellationToken cancellationToken)
    {
        var definition = model.Definition;
        if (definition.Imports.FirstOrDefault(import => import.Id == id) is { } import)
            return new ImportJob(import, model.Files[import.File], upload ?? model.Files[import.File].Content, draft, folder).RunAsync(progress, cancellationToken);
        if (definition.Exports.FirstOrDefault(export => export.Id == id) is { } export)
            return new ExportJob(export, draft, folder).RunAsync(progress, cancellationToken);
        var action = definition.Actions.First(action => action.Id == id);
        progress.Step(action.Name);
        return Task.FromResult(action.Kind == ActionKind.Copy ? CellCopy.Run(action, draft) : Deletion.Run(action, draft));
    }

    private static TaskResult ResultOf(ProcessDefinition process, List<ActionOutcome> outcomes) => new()
    {
        Successful = outcomes.TrueForAll(outcome => outcome.Result.Successful),
        FailureDumpAvailable = outcomes.Exists(outcome => outcome.Result.FailureDumpAvailable),
        ObjectId = process.Id,
        ObjectName = process.Name,
        NestedResults = [.. outcomes.Select(outcome => outcome.Result)],
    };
}
