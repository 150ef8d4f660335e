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

    /// <summary>Of how many runs' ends the webhook was told, and of how many it is on record that it could not be.</summary>
    public (int Delivered, int GivenUp) Notices { get; private set; }

    /// <summary>Holds all of it together.</summary>
    /// <param name="trials">What was done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task JudgeAsync(IReadOnlyList<FlowTrial> trials, CancellationToken cancellationToken)
    {
        var operations = target.Operations.ByStep();
        await EachAsync(trials, trial => JudgeAsync(trial, operations, cancellationToken));
        await JudgeNoticesAsync(cancellationToken);

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

        Add(new HistoryOracle(flow.Shape.Name, entries, LatestOf(latest)).Judge([.. runs.Select(run => run.RunId)], [.. InterruptedOf(refusals, called)], _records));
        Add(StartRefusal.Judge(flow.Shape.Name, refusals, runs));
        Add(Occurrence.Judge(flow.Shape.Name, occurrences, entries));
        foreach (var step in flow.Shape.Steps)
        {
            await JudgeIntegrationAsync(flow, step.Number, asked.Keys.Select(id => _records.GetValueOrDefault(id)).OfType<RunSeen>(), cancellationToken);
        }
    }

    private async Task JudgeNoticesAsync(CancellationToken cancellationToken)
    {
        var feed = await Feed.ReadAsync(api, clock, cancellationToken);
        var (taken, asked, refused) = (target.Notices.ByRun(), target.Notices.Asked(), target.Notices.Refused());
        var givenUp = 0;
        foreach (var run in _records.Values.Where(run => run.EndedAt is not null))
        {
            var notices = new NoticesSeen([.. taken[run.Id]], asked.Contains(run.Id), feed.Of(run.Id), feed.IsWholeSince(run.EndedAt!.Value)) { IsRefused = refused.Contains(run.Id) };
            givenUp += notices is { IsGivenUp: true, IsRefused: false } ? 1 : 0;
            Notices = (Notices.Delivered + (notices.Taken.Count > 0 ? 1 : 0), Notices.GivenUp + (notices.IsGivenUp ? 1 : 0));
            Add(NoticeOracle.Judge(run, notices));
        }

        Add(NoticeOracle.JudgeGivenUp(givenUp, _records.Count));
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
        List<IReadOnlyList<OperationView>> own = [.. called.Select(step => step.Where(operation => operation.RunId == id).ToList())];
        if (record.IsSkipped)
        {
            Add(Occurrence.JudgeSkipped(flow.Shape.Name, record, own));
        }
        else if (asked is not null)
        {
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
            var last = records.Select(record => record.Steps.ElementAtOrDefault(step.Number)?.Status).FirstOrDefault(status => status is not (null or StepStatuses.Skipped or StepStatuses.NotRun));
            if (last is StepStatuses.Success or StepStatuses.PartialSuccess && await models.HashAsync(file, cancellationToken) != file.Hash())
            {
                findings.Add(FindingKind.Wrong, $"{flow.NameOf(step.Number)}: its last load was done, and its model's file is not whole, or another.");
            }
        }
    }

    private async Task JudgeIntegrationAsync(InstalledFlow flow, int step, IEnumerable<RunSeen> runs, CancellationToken cancellationToken)
    {
        var id = flow.Integrations[step];
        var entries = await HistoryAsync($"integrations/runs/{id}", page => page["history_of_runs"]!["runs"]!, cancellationToken);
        var latest = (await api.GetAsync($"integrations/{id}", cancellationToken)).Required("An integration")["integration"]!["latestRun"];
        Add(new IntegrationOracle(flow.Shape.NameOf(step), entries, LatestOf(latest)).Judge(step, runs));
    }

    private RunSeen? LatestOf(JsonNode? latest) => latest?["startDate"] is null ? null : RunSeen.Of(latest, clock.Beginning);

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
