using AnaplanSimulator.Tasks;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
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

    private static readonly StepRetry Retry = new() { Count = 2, Backoff = TimeSpan.FromSeconds(1) };

    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly List<string> _lies = [];
    private int _exchanges;
    private int _crashes;

    /// <summary>What the step said at last.</summary>
    public StepOutcome? Outcome { get; private set; }

    /// <summary>How often the load was done.</summary>
    public int Loads { get; private set; }

    /// <returns>What the load said and was not so; empty where all of it was.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string file)
    {
        await scope.Simulator.ResetAsync();
        if (weather.HasRunBefore)
        {
            _others.Add(scope.Simulator.PostTask(ModelScope.ProductsImport)!);
            await SettleAsync();
        }

        scope.Simulator.Settings = weather.Service;
        foreach (var fault in weather.Faults)
        {
            scope.Simulator.Add(fault);
        }

        var call = scope.Call(scope.Work(scope.Import(file)) with { Idempotent = weather.IsIdempotent }) with { Timeout = weather.Timeout };
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
            var (request, afterAnswer) = _crashes < weather.Crashes.Count ? weather.Crashes[_crashes] : (0, false);
            await using var process = await scope.StartProcessAsync(new CrashSwitch(request, afterAnswer));
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
                        _others.Add(scope.Simulator.PostTask(ModelScope.ProductsImport)!);
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
        var running = Own().Count(task => task.EndTime is null);
        await SettleAsync();
        Loads = Own().Count(HasLoaded);

        // One of another user's that came in the seconds of a start that was lost cannot be told apart from it, and has loaded the same file.
        var uploadedAt = scope.Simulator.Requests.LastOrDefault(request => request is { Method: "POST", Status: 200 } && request.Path.EndsWith("/complete", StringComparison.Ordinal))?.At;
        var others = scope.Simulator.TasksOf(ModelScope.ProductsImport).Count(task => _others.Contains(task.TaskId) && task.CreationTime > uploadedAt && HasLoaded(task));

        Hold(outcome.Kind == StepOutcomeKind.Failure || (weather.IsIdempotent ? Loads >= 1 : Loads == 1) || (Loads == 0 && others > 0), "says success");
        Hold(outcome.Kind != StepOutcomeKind.Failure || outcome.IsUnknown || isCancelled || weather.IsIdempotent || Loads == 0, "says failure");
        Hold(weather.IsIdempotent || Loads <= 1, "loads more than once");
        Hold(running == 0 || outcome.IsUnknown || isCancelled || weather.IsIdempotent, $"leaves {running} running");
        Hold(
            !outcome.IsUnknown || outcome.Message!.Contains("may have been loaded", StringComparison.Ordinal) || outcome.Message.Contains("may go on", StringComparison.Ordinal)
                || outcome.Message.Contains("busy", StringComparison.Ordinal),
            "does not say what may have happened");

        void Hold(bool isSo, string what)
        {
            if (!isSo)
            {
                _lies.Add($"Try {tries} {what}, with {Loads} loads: {outcome}");
            }
        }
    }

    private static bool HasLoaded(TaskSnapshot task) => task is { TaskState: TaskState.Complete, Result.Successful: true };

    private IEnumerable<TaskSnapshot> Own() => scope.Simulator.TasksOf(ModelScope.ProductsImport).Where(task => !_others.Contains(task.TaskId));

    private Task SettleAsync() => Wait.Until(() => scope.Simulator.Tasks.All(task => task.EndTime is not null));
}
