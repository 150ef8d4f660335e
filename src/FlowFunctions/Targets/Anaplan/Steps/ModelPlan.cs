using FlowFunctions.Core.Integrations;
using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>
/// What a step does, in order. Jobs by themselves run one after the other, each with its own action. The jobs of a process serve the one process: files for its
/// imports are there before it begins, files of its exports are fetched after it.
/// </summary>
internal static class ModelPlan
{
    public static IReadOnlyList<ModelOperation> Of(AnaplanWork work) => work.ProcessId is { } processId
        ?
        [
            .. JobsOf(work, isImport: false).Select(job => new ModelOperation.OpenTarget(job)),
            .. JobsOf(work, isImport: true).Select(job => new ModelOperation.Upload(job)),
            new ModelOperation.RunTask(processId),
            .. JobsOf(work, isImport: false).Select(job => new ModelOperation.Download(job)),
        ]
        : [.. Enumerable.Range(0, work.Jobs.Count).SelectMany(job => OperationsOf(work.Jobs[job], job))];

    /// <summary>
    /// Where a step goes on whose turn was another's meanwhile: what it had brought into the model's files for a task that was not asked for yet may be another's now. What a task of its own had
    /// exported is fetched on.
    /// </summary>
    /// <param name="plan">What there is to do.</param>
    /// <param name="stage">What was being done.</param>
    public static int BackFrom(IReadOnlyList<ModelOperation> plan, int stage)
    {
        if (plan[stage] is not (ModelOperation.Upload or ModelOperation.RunTask))
        {
            return stage;
        }

        while (stage > 0 && plan[stage - 1] is ModelOperation.Upload)
        {
            stage--;
        }

        return stage;
    }

    /// <summary>
    /// The model's files that the work writes and the actions that it runs, each once. Which a process runs is its builder's to say, and may be any: it has the model to itself. Nothing is lost by
    /// that, because a model carries out one of them at a time in any case.
    /// </summary>
    public static IReadOnlyList<string> ClaimsOf(AnaplanWork work) => work.ProcessId is null
        ? [.. work.Jobs.SelectMany(job => new[] { job.Action.ActionId, job.Action.FileId }).OfType<string>().Distinct(StringComparer.Ordinal)]
        : [QueueTicket.WholeModel];

    /// <summary>Why the work cannot be done whatever the model holds: an id that is no id of its kind. Null where there is no such reason.</summary>
    public static string? FindFault(AnaplanWork work)
    {
        List<string> faults = [];
        if (work.ProcessId is { } processId)
        {
            faults.AddRange(FaultsOf("processId", processId, ActionKind.Process));
        }

        foreach (var job in work.Jobs)
        {
            faults.AddRange(FaultsOf("the action of job", job.Action.ActionId, job.Type.IsImport ? ActionKind.Import : ActionKind.Export));
        }

        return faults.Count == 0 ? null : $"{string.Join(" ", faults)} Correct the integration.";
    }

    private static IEnumerable<ModelOperation> OperationsOf(JobInput job, int index) => job.Type.IsImport
        ? [new ModelOperation.Upload(index), new ModelOperation.RunTask(job.Action.ActionId)]
        : [new ModelOperation.OpenTarget(index), new ModelOperation.RunTask(job.Action.ActionId), new ModelOperation.Download(index)];

    private static IEnumerable<int> JobsOf(AnaplanWork work, bool isImport) =>
        Enumerable.Range(0, work.Jobs.Count).Where(job => work.Jobs[job].Type.IsImport == isImport);

    private static IEnumerable<string> FaultsOf(string what, string id, ActionKind expected)
    {
        if (!ModelAction.TryParseKind(id, out var kind))
        {
            yield return $"{id}, {what}, is the id of no action: an {WordOf(expected)}'s begins with {PrefixOf(expected)}.";
        }
        else if (kind != expected)
        {
            yield return $"{id}, {what}, is the id of an {WordOf(kind)}, where an {WordOf(expected)} is needed, whose id begins with {PrefixOf(expected)}.";
        }
    }

    private static string WordOf(ActionKind kind) => kind switch
    {
        ActionKind.Import => "import",
        ActionKind.Export => "export",
        ActionKind.Process => "Anaplan process",
        _ => "action of another kind",
    };

    private static string PrefixOf(ActionKind kind) => kind switch
    {
        ActionKind.Import => "112",
        ActionKind.Export => "116",
        ActionKind.Process => "118",
        _ => "117",
    };
}
