using AnaplanSimulator.Tasks;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets.Anaplan.Steps;

namespace FlowFunctions.Tests.Targets.Anaplan.Weather;

/// <summary>
/// One load in its weather, tried again as a flow's retry does it, and what it then says held against what the model knows: how often the load was done. A load that says success was done once; one
/// that says failure was not done; and where that cannot be known it says so.
/// </summary>
internal sealed class LoadTrial(ModelScope scope, LoadWeather weather, TimeProvider time)
{
    /// <summary>Of the machine's time. A step whose end depends on nothing any more has ended long before.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(2);

    private const string CurrenciesImport = "112000000001";

    /// <summary>What other users load: an upload is its user's own.</summary>
    private const string Others = "Code,Name,Category,Launched\nP7,Pear,Fruit,\nP8,Plum,Fruit,\nP9,Peach,Fruit,\n";

    private static readonly StepRetry Retry = new() { Count = 2, Backoff = TimeSpan.FromSeconds(1) };

    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly List<string> _lies = [];
    private int _exchanges;
    private int _crashes;

    /// <summary>What the step said at last.</summary>
    public StepOutcome? Outcome { get; private set; }

    /// <summary>How often each of its parts was loaded.</summary>
    public IReadOnlyList<int> Loads { get; private set; } = [];

    /// <summary>The actions that the step runs as tasks.</summary>
    private IReadOnlyList<string> Actions => weather.Work switch
    {
        LoadWork.Import => [ModelScope.ProductsImport],
        LoadWork.TwoImports => [CurrenciesImport, ModelScope.ProductsImport],
        _ => [ModelScope.LoadLists],
    };

    /// <returns>What the load said and was not so; empty where all of it was.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string file, string otherFile)
    {
        await scope.Simulator.ResetAsync();
        if (weather.HasRunBefore)
        {
            foreach (var action in Actions)
            {
                _others.Add(scope.Simulator.PostTask(action, upload: Others)!);
            }

            await SettleAsync();
        }

        scope.Simulator.Settings = weather.Service;
        foreach (var fault in weather.Faults)
        {
            scope.Simulator.Add(fault);
        }

        var work = weather.Work == LoadWork.Import ? scope.Work(scope.Import(file)) : scope.Work(scope.Import(otherFile, CurrenciesImport, "113000000001"), scope.Import(file));
        work = work with { Idempotent = weather.IsIdempotent, ProcessId = weather.Work == LoadWork.Process ? ModelScope.LoadLists : null };
        var call = scope.Call(work) with { Timeout = weather.Timeout };
        var step = new StepSnapshot { Referrer = call.Referrer, Name = call.Name, Retry = Retry };
        for (var tries = 1; ; tries++)
        {
            Outcome = await TryAsync(call);
            await JudgeAsync(tries);
            if (step.RetryDelayAfter(Outcome, tries) is null)
            {
                return _lies;
            }

            var next = call.Try.Next(Outcome.Attempts);
            call = call with { Try = next, OperationId = next.OperationIdOf(call.RunId, call.Referrer), StartedAt = time.GetUtcNow().UtcDateTime };
        }
    }

    private async Task<StepOutcome> TryAsync(StepCall call)
    {
        using var stuck = new CancellationTokenSource(Stuck);
        while (true)
        {
            var (request, afterAnswer, midway) = _crashes < weather.Crashes.Count ? weather.Crashes[_crashes] : (0, false, null);
            await using var process = await scope.StartProcessAsync(new CrashSwitch(request, afterAnswer, midway));
            try
            {
                while (true)
                {
                    var report = await process.AdvanceAsync(call);
                    _exchanges++;
                    if (report.Outcome is { } outcome)
                    {
                        return outcome;
                    }

                    foreach (var _ in weather.OthersAt.Where(at => at == _exchanges))
                    {
                        _others.Add(scope.Simulator.PostTask(Actions[^1], upload: Others)!);
                    }

                    if (_exchanges == weather.LosesTurnAt && scope.Simulator.Tasks.All(task => task.EndTime is not null))
                    {
                        // Nobody renewed its place for long, and who came next has been there: not beside a task, which is waited for.
                        await process.Get<ModelQueue>().LeaveAsync(ModelAddress.Of(call.Anaplan!), call.OperationId, stuck.Token);
                        scope.Simulator.TryUpload(ModelScope.ProductsFile, Others);
                    }

                    if (_exchanges == weather.CancelledAt)
                    {
                        await process.Driver.CancelAsync(call, stuck.Token);
                    }

                    if (report.NextAt!.Value - time.GetUtcNow().UtcDateTime is var pause && pause > TimeSpan.Zero)
                    {
                        await Task.Delay(pause, time, stuck.Token);
                    }

                    stuck.Token.ThrowIfCancellationRequested();
                }
            }
            catch (CrashException)
            {
                _crashes++;
            }
            catch (OperationCanceledException late) when (stuck.IsCancellationRequested)
            {
                var handle = await process.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None);
                throw new TimeoutException($"{weather}\nThe step does not end; it is at {handle.Task}: {handle.Message}", late);
            }
        }
    }

    private async Task JudgeAsync(int tries)
    {
        var outcome = Outcome!;
        var isCancelled = outcome.ErrorCode == RunErrorCodes.Cancelled;
        var running = scope.Simulator.Tasks.Count(task => IsOwn(task) && task.EndTime is null);
        await SettleAsync();
        Loads = [.. Actions.Select(action => scope.Simulator.Tasks.Count(task => IsOwn(task) && task.ActionId == action && HasLoaded(task.Result)))];
        var (least, most) = (Loads.Min(), Loads.Max());

        // A start that was lost may be carried out when the file is another's already, and then nobody knows; of what may run twice, the last counts.
        var hasForeign = Actions.Any(action => HasLoadedForeign(scope.Simulator.Tasks.LastOrDefault(task => IsOwn(task) && task.ActionId == action && HasLoaded(task.Result))?.Result));

        Hold(outcome.Kind == StepOutcomeKind.Failure || least >= 1, "says success");
        Hold(outcome.Kind != StepOutcomeKind.Failure || outcome.IsUnknown || isCancelled || weather.IsIdempotent || most == 0, "says failure");
        Hold(weather.IsIdempotent || most <= 1, "loads more than once");
        Hold(scope.Simulator.Tasks.All(task => !_others.Contains(task.TaskId) || task.TaskState != TaskState.Cancelled), "cancels another user's task");
        Hold(!hasForeign || outcome.IsUnknown || outcome.Kind == StepOutcomeKind.Failure, "says success of what others have brought");
        Hold(running == 0 || outcome.IsUnknown || isCancelled || weather.IsIdempotent, $"leaves {running} running");
        Hold(
            !outcome.IsUnknown || outcome.Message!.Contains("may have been loaded", StringComparison.Ordinal) || outcome.Message.Contains("may go on", StringComparison.Ordinal)
                || (Actions.Count > 1 && outcome.Message.Contains("successful", StringComparison.Ordinal)) || outcome.Message.Contains(" done", StringComparison.Ordinal),
            "does not say what may have happened");

        void Hold(bool isSo, string what)
        {
            if (!isSo)
            {
                _lies.Add($"Try {tries} {what}, with {string.Join(" and ", Loads)} loads: {outcome}");
            }
        }
    }

    private static bool HasLoaded(TaskResult? result) => result is not null && (result.NestedResults?.Any(HasLoaded) ?? result.Successful);

    /// <summary>The step's own files have one row each.</summary>
    private static bool HasLoadedForeign(TaskResult? result) => result is not null
        && (result.NestedResults?.Any(HasLoadedForeign) ?? result.Details.Any(detail => detail.LocalMessageText.Contains(": 3 (", StringComparison.Ordinal)));

    private bool IsOwn(TaskSnapshot task) => Actions.Contains(task.ActionId) && !_others.Contains(task.TaskId);

    /// <summary>Until nothing goes on, a request that nobody waits for any more included.</summary>
    private async Task SettleAsync()
    {
        if (weather.Faults.Where(fault => fault.IgnoresAbort || fault.AnswersFirst is not null).Select(fault => fault.Delay).ToList() is { Count: > 0 } late)
        {
            await Task.Delay(late.Max() + TimeSpan.FromSeconds(10), time);
        }

        await Wait.Until(() => scope.Simulator.Tasks.All(task => task.EndTime is not null));
    }
}
