using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Driving;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Chaos.Target;

namespace FlowFunctions.Chaos.Judging;

/// <summary>Reads all that is on record when all is over, and holds it against what was asked and what the targets saw.</summary>
internal sealed class Judge(ChaosApi api, TargetServer target, Models models, int seed, TrialClock clock, Findings findings)
{
    private const int PageLength = 1000;
    private const int AtOnce = 4;

    private readonly ConcurrentDictionary<string, RunSeen> _records = new(StringComparer.Ordinal);

    /// <summary>Of the runs of flows, by id; skipped occurrences are among them.</summary>
    public IReadOnlyDictionary<string, RunSeen> Records => _records;

    /// <summary>Holds all of it together.</summary>
    /// <param name="trials">What was done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task JudgeAsync(IReadOnlyList<FlowTrial> trials, CancellationToken cancellationToken)
    {
        var operations = target.Operations.ByStep();
        await EachAsync(trials, trial => JudgeAsync(trial, operations, cancellationToken));
        var givenUp = await GivenUpAsync(cancellationToken);
        var notices = target.Notices.ByRun();
        foreach (var run in _records.Values.Where(run => run.EndedAt is not null))
        {
            Add(NoticeOracle.Judge(run, [.. notices[run.Id]], givenUp.Contains(run.Id)));
        }

        foreach (var unknown in operations.SelectMany(step => step).Select(operation => operation.RunId).Distinct(StringComparer.Ordinal).Where(run => !_records.ContainsKey(run)))
        {
            findings.Add(FindingKind.Doubled, $"Run {unknown} has called targets and is nowhere on record.");
        }
    }

    /// <summary>Deletes everything: what holds a lock cannot be.</summary>
    public Task DeleteAsync(IReadOnlyList<FlowTrial> trials, CancellationToken cancellationToken) => EachAsync(trials, async trial =>
    {
        string[] paths = [$"integrationflows/{trial.Flow.Id}", .. trial.Flow.Integrations.Select(integration => $"integrations/{integration}")];
        foreach (var path in paths)
        {
            var answer = await api.DeleteAsync(path, cancellationToken);
            if (!answer.IsSuccess && !(answer.Status == 404 && answer.Tries > 1))
            {
                findings.Add(FindingKind.Stuck, $"{trial.Flow.Shape.Name}: nothing runs any more, and DELETE {path} is answered {answer.Status}: {answer.Body?["message"]}");
            }
        }
    });

    private async Task JudgeAsync(FlowTrial trial, ILookup<string, OperationView> operations, CancellationToken cancellationToken)
    {
        var (flow, runs, refusals, occurrences) = trial;
        var entries = await HistoryAsync($"integrationflows/{flow.Id}/runs", page => page["runs"]!, cancellationToken);
        var latest = (await api.GetAsync($"integrationflows/{flow.Id}", cancellationToken)).Required("A flow")["integrationFlow"]!["latestRun"];
        var asked = runs.ToDictionary(run => run.RunId, StringComparer.Ordinal);
        foreach (var started in entries.Where(entry => entry is { IsScheduled: true, IsSkipped: false }))
        {
            asked.TryAdd(started.Id, new(started.Id, flow.Shape.Everything));
        }

        var called = flow.Shape.IsOfLoads ? TasksOf(flow.Shape, entries) : [.. flow.Shape.Steps.Select(step => operations[FlowInstaller.StepKey(flow.Shape, step.Number)])];
        foreach (var id in entries.Select(entry => entry.Id).Concat(asked.Keys).Distinct(StringComparer.Ordinal))
        {
            await JudgeRunAsync(flow, id, asked.GetValueOrDefault(id), called, cancellationToken);
        }

        if (flow.Shape.IsOfLoads)
        {
            await JudgeUploadsAsync(flow.Shape, entries, cancellationToken);
        }

        Add(new HistoryOracle(flow.Shape.Name, entries, latest?["startDate"] is null ? null : RunSeen.Of(latest, clock.Beginning)).Judge([.. runs.Select(run => run.RunId)], [.. InterruptedOf(refusals, called)], _records));
        Add(StartRefusal.Judge(flow.Shape.Name, refusals, runs));
        Add(Occurrence.Judge(flow.Shape.Name, occurrences, entries));
        foreach (var step in flow.Shape.Steps)
        {
            var own = asked.Keys.Count(id => _records.TryGetValue(id, out var record) && record.Steps.ElementAtOrDefault(step.Number)?.StartedAt is not null);
            await JudgeIntegrationAsync(flow.Shape.NameOf(step.Number), flow.Integrations[step.Number], own, cancellationToken);
        }
    }

    private async Task JudgeRunAsync(InstalledFlow flow, string id, RunAsked? asked, IReadOnlyList<IEnumerable<OperationView>> called, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"integrationflows/{flow.Id}/runs/{id}", cancellationToken);
        if (!answer.IsSuccess)
        {
            findings.Add(FindingKind.Lost, $"{flow.Shape.Name}: run {id} has no record: {answer.Status}.");
            return;
        }

        var record = _records[id] = RunSeen.Of(answer.Body!["run"]!, clock.Beginning);
        if (asked is not null)
        {
            List<IReadOnlyList<OperationView>> own = [.. called.Select(step => step.Where(operation => operation.RunId == id).ToList())];
            Add(new RunOracle(flow.Shape, asked, own, record, Hosts.User).Judge());
        }
    }

    /// <summary>Ids of the runs that were refused because they had been interrupted before any step began: no target was called for them.</summary>
    private static IEnumerable<string> InterruptedOf(IReadOnlyList<StartRefusal> refusals, IReadOnlyList<IEnumerable<OperationView>> called) => refusals
        .Where(refusal => refusal.IsInterrupted)
        .Select(refusal => refusal.RunId)
        .OfType<string>()
        .Where(run => !called.Any(step => step.Any(operation => operation.RunId == run)));

    /// <summary>Of each step of a flow of loads.</summary>
    private List<IEnumerable<OperationView>> TasksOf(FlowShape flow, IReadOnlyList<RunSeen> entries)
    {
        var runs = entries.Select(entry => (entry.StartedAt, entry.Id)).Order().ToList();
        return [.. flow.Steps.Select(step => models.TasksOf(LoadFile.Draw(seed, flow.Number, step.Number), clock.Beginning, runs))];
    }

    /// <summary>What a load has brought is there as a whole, unless a later one has begun to bring it again and not come to its end.</summary>
    private async Task JudgeUploadsAsync(FlowShape flow, IReadOnlyList<RunSeen> entries, CancellationToken cancellationToken)
    {
        var records = entries.OrderByDescending(entry => entry.StartedAt).Select(entry => _records.GetValueOrDefault(entry.Id)).OfType<RunSeen>().ToList();
        foreach (var step in flow.Steps)
        {
            var file = LoadFile.Draw(seed, flow.Number, step.Number);
            var last = records.Select(record => record.Steps[step.Number].Status).FirstOrDefault(status => status is not (StepStatuses.Skipped or StepStatuses.NotRun));
            if (last is StepStatuses.Success or StepStatuses.PartialSuccess && await models.HashAsync(file, cancellationToken) != file.Hash())
            {
                findings.Add(FindingKind.Wrong, $"{flow.NameOf(step.Number)}: its last load was done, and its model's file is not whole, or another.");
            }
        }
    }

    /// <summary>An integration has one run of its own for each of a flow's that started its step.</summary>
    private async Task JudgeIntegrationAsync(string name, string id, int expected, CancellationToken cancellationToken)
    {
        var entries = await HistoryAsync($"integrations/runs/{id}", page => page["history_of_runs"]!["runs"]!, cancellationToken);
        var latest = (await api.GetAsync($"integrations/{id}", cancellationToken)).Required("An integration")["integration"]!["latestRun"];
        if (entries.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count() != entries.Count)
        {
            findings.Add(FindingKind.Doubled, $"{name}: its history has runs twice.");
        }

        if (entries.Count != expected)
        {
            findings.Add(entries.Count < expected ? FindingKind.Lost : FindingKind.Doubled, $"{name}: its history has {entries.Count} runs, and {expected} runs of the flow have started it.");
        }

        if (entries.MaxBy(entry => entry.StartedAt) is { } newest && (latest?["startDate"] is null || !RunSeen.Of(latest, clock.Beginning).TellsAs(newest)))
        {
            findings.Add(FindingKind.Wrong, $"{name}: its latestRun says {latest?.ToJsonString()}, and its newest run '{newest.Message}' from {newest.StartedAt:0.0} s to {newest.EndedAt:0.0} s.");
        }
    }

    private async Task<IReadOnlyList<RunSeen>> HistoryAsync(string path, Func<JsonNode, JsonNode> runs, CancellationToken cancellationToken)
    {
        var entries = new List<RunSeen>();
        while (true)
        {
            var page = runs((await api.GetAsync($"{path}?limit={PageLength}&offset={entries.Count}", cancellationToken)).Required("A history")).AsArray();
            entries.AddRange(page.Select(run => RunSeen.Of(run!, clock.Beginning)));
            if (page.Count < PageLength)
            {
                return entries;
            }
        }
    }

    /// <summary>Ids of the runs whose messages are on record as not delivered: in the feed of those for whom they were.</summary>
    private async Task<IReadOnlySet<string>> GivenUpAsync(CancellationToken cancellationToken)
    {
        var runs = new HashSet<string>(StringComparer.Ordinal);
        for (var offset = 0; ; offset += PageLength)
        {
            var page = (await api.GetAsync($"notifications?limit={PageLength}&offset={offset}", cancellationToken)).Required("The feed")["notifications"]!.AsArray();
            runs.UnionWith(page.Where(entry => (string?)entry!["type"] == "undelivered").Select(entry => (string)entry!["runId"]!));
            if (page.Count < PageLength)
            {
                return runs;
            }
        }
    }

    private static Task EachAsync(IReadOnlyList<FlowTrial> trials, Func<FlowTrial, Task> act) =>
        Parallel.ForEachAsync(trials, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (trial, _) => await act(trial));

    private void Add(IEnumerable<Finding> found)
    {
        foreach (var finding in found)
        {
            findings.Add(finding.Kind, finding.Text);
        }
    }
}
