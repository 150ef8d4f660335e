using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Rig;

namespace FlowFunctions.Chaos.Driving;

/// <summary>Runs one flow again and again: all of it, some steps, what is left of a run; and cancels some runs. One run after the other, as its caller has it.</summary>
/// <param name="flow">Which.</param>
/// <param name="api">Where.</param>
/// <param name="clock">Of the trial.</param>
/// <param name="random">What is asked.</param>
internal sealed class FlowDriver(InstalledFlow flow, ChaosApi api, TrialClock clock, Random random)
{
    private const double CancelledShare = 0.12;
    private const double PartialShare = 0.2;
    private const double ResumedShare = 0.6;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBeforeCancel = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly List<RunAsked> _runs = [];
    private readonly List<StartRefusal> _refusals = [];

    /// <summary>The runs that were accepted, in their order.</summary>
    public IReadOnlyList<RunAsked> Runs => _runs;

    /// <summary>Starts that were refused.</summary>
    public IReadOnlyList<StartRefusal> Refusals => _refusals;

    /// <param name="isOver">Asked before each start: whether no further one is to be.</param>
    /// <param name="cancellationToken">Gives up, also a run that does not end.</param>
    public async Task RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        RunOrder? rest = null;
        while (!isOver())
        {
            await Task.Delay(random.Between(TimeSpan.Zero, LongestPause), cancellationToken);
            var order = rest ?? DrawOrder();
            var (path, body) = rest is null ? StartOf(order) : ($"integrationflows/{flow.Id}/runs/{_runs[^1].RunId}/resume", null);
            var answer = await api.PostAsync(path, body, cancellationToken);
            if (answer.Status == 409)
            {
                _refusals.Add(new(clock.Seconds, (string?)answer.Body?["message"] ?? ""));
                rest = null;
                await Task.Delay(AskAgainAfter, cancellationToken);
                continue;
            }

            _runs.Add(new((string)answer.Required($"POST {path}")["run"]!["id"]!, order) { StartTries = answer.Tries, AcceptedAt = clock.Seconds });
            if (flow.Shape.IsCancelled || random.Chance(CancelledShare))
            {
                await CancelAsync(cancellationToken);
            }

            var ended = await EndedAsync(_runs[^1].RunId, cancellationToken);
            _runs[^1] = _runs[^1] with { EndSeen = ended, EndSeenAt = clock.Seconds };
            rest = random.Chance(ResumedShare) ? order.Rest(flow.Shape, [.. ended.Steps.Select(step => step.Status)]) : null;
        }
    }

    private RunOrder DrawOrder()
    {
        var everything = flow.Shape.Everything;
        return random.Chance(PartialShare) && everything.Steps.Where(step => flow.Shape.Steps[step].IsEndless || random.Chance(0.6)).ToHashSet() is { Count: > 0 } some
            ? everything with { Steps = some }
            : everything;
    }

    /// <summary>The same by either of the contract's two calls.</summary>
    private (string Path, JsonNode? Body) StartOf(RunOrder order)
    {
        var path = random.Chance(0.5) ? $"integrationflows/{flow.Id}/run" : $"integrations/{flow.Id}/run";
        return order.Steps.Count == flow.Shape.Everything.Steps.Count
            ? (path, null)
            : (path, new JsonObject { ["stepsToRun"] = new JsonArray([.. order.Steps.Order().Select(step => (JsonNode)flow.Integrations[step])]) });
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(random.Between(TimeSpan.Zero, LongestBeforeCancel), cancellationToken);
        var run = _runs[^1] with { CancelAskedAt = clock.Seconds };
        _runs[^1] = run;
        while (true)
        {
            var answer = await api.PostAsync($"integrationflows/{flow.Id}/runs/{run.RunId}/cancel", null, cancellationToken);
            if (answer.IsSuccess)
            {
                _runs[^1] = run with { CancelAcceptedAt = clock.Seconds };
                return;
            }

            if (answer.Status != 409)
            {
                throw new ChaosException($"The cancellation of run {run.RunId} was answered {answer.Status}: {answer.Body?.ToJsonString()}");
            }

            // Nothing else ends it.
            if (!flow.Shape.IsCancelled || (await LookAsync(run.RunId, cancellationToken)).EndedAt is not null)
            {
                return;
            }

            await Task.Delay(AskAgainAfter, cancellationToken);
        }
    }

    private async Task<RunSeen> LookAsync(string runId, CancellationToken cancellationToken) =>
        RunSeen.Of((await api.GetAsync($"integrationflows/{flow.Id}/runs/{runId}", cancellationToken)).Required($"Run {runId}, which was accepted,")["run"]!, clock.Beginning);

    /// <returns>How it ended.</returns>
    private async Task<RunSeen> EndedAsync(string runId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await LookAsync(runId, cancellationToken) is { EndedAt: not null } ended)
            {
                return ended;
            }

            await Task.Delay(AskAgainAfter, cancellationToken);
        }
    }
}
