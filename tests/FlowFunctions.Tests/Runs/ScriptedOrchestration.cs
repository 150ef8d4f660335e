using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace FlowFunctions.Tests.Runs;

/// <summary>
/// An orchestration context whose activities, sub-orchestrations, timers and events end when the test says so. Inputs go through JSON, as they do
/// in a real one.
/// </summary>
internal sealed class ScriptedOrchestration
{
    private readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);
    private readonly Dictionary<string, TaskCompletionSource<StepReport>> _started = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource<StepReport>> _awaited = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> _cancel = new();
    private readonly TaskCompletionSource _timeout = new();
    private TaskCompletionSource<string[]?> _wake = new();

    public ScriptedOrchestration(RunInput input)
    {
        _context.Setup(c => c.GetInput<JsonElement>()).Returns(JsonSerializer.SerializeToElement(StoredRunInput.Of(input)));
        _context.Setup(c => c.ContinueAsNew(It.IsAny<object?>(), It.IsAny<bool>())).Callback((object? rest, bool _) => Rest = StoredRunInput.Read(JsonSerializer.SerializeToElement(rest)));
        _context.SetupGet(c => c.InstanceId).Returns(input.Run.Id);
        _context.SetupGet(c => c.CurrentUtcDateTime).Returns(() => Now);
        _context.Setup(c => c.CreateReplaySafeLogger(It.IsAny<Type>())).Returns(NullLogger.Instance);
        _context.Setup(c => c.WaitForExternalEvent<string>(RunFlow.CancelEvent, It.IsAny<CancellationToken>())).Returns(_cancel.Task);
        _context.Setup(c => c.WaitForExternalEvent<string[]?>(RunFlow.WakeEvent, It.IsAny<CancellationToken>())).Returns(() => (_wake = new()).Task);
        _context.Setup(c => c.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>()))
            .Callback((DateTime fireAt, CancellationToken token) =>
            {
                fireAt -= DurableTimers.Precision;
                if (TimeoutAt is null)
                {
                    TimeoutAt = fireAt;
                    token.Register(() => IsTimerCancelled = true);
                }
                else
                {
                    var wait = new TaskCompletionSource();
                    token.Register(() => wait.TrySetCanceled(token));
                    BackOffs.Add((fireAt, wait));
                }
            })
            .Returns(() => BackOffs.Count == 0 ? _timeout.Task : BackOffs[^1].End.Task);
        _context.Setup(c => c.SetCustomStatus(It.IsAny<object?>())).Callback((object? status) => Statuses.Add(JsonSerializer.SerializeToElement(status).Deserialize<LiveStatus>()!));
        _context.Setup(c => c.CallActivityAsync<StepReport>(nameof(StartStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns((TaskName _, object? call, TaskOptions? _) => Begin(_started, (StepCall)call!));
        _context.Setup(c => c.CallSubOrchestratorAsync<StepReport>(nameof(AwaitStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns((TaskName _, object? wait, TaskOptions? options) =>
            {
                var copy = Copy((StepWait)wait!);
                var number = Waits.Count(earlier => earlier.Call.OperationId == copy.Call.OperationId) + 1;
                var suffix = (copy.Call.Try.Number == 1 ? "" : $"-{copy.Call.Try.Number}") + (number == 1 ? "" : $"-w{number}");
                Assert.Equal($"{copy.Call.RunId}-{copy.Call.Referrer}{suffix}", Assert.IsType<SubOrchestrationOptions>(options).InstanceId);
                Waits.Add(copy);
                return Begin(_awaited, copy.Call);
            });
        _context.Setup(c => c.SendEvent(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object>()))
            .Callback((string instanceId, string name, object _) => SentEvents.Add($"{name} to {instanceId}"));
        _context.Setup(c => c.CallActivityAsync<string?>(nameof(CancelStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns((TaskName _, object? call, TaskOptions? _) =>
            {
                CancelledSteps.Add(Copy((StepCall)call!).Name);
                return CancelAnswers.TryDequeue(out var answer) ? answer : CancelFault is null ? Task.FromResult(LeftOver) : Task.FromException<string?>(CancelFault);
            });
        _context.Setup(c => c.CallActivityAsync<StepReport>(nameof(ContinueStep), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns((TaskName _, object? call, TaskOptions? _) =>
            {
                Continued.Add(Copy((StepCall)call!));
                return (_started[Continued[^1].Referrer] = new()).Task;
            });
        _context.Setup(c => c.CallActivityAsync<string>(nameof(RecordRun), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns((TaskName _, object? record, TaskOptions? options) =>
            {
                Assert.NotNull(options?.Retry);
                Records.Add(Copy((RunDocument)record!));
                return RecordAnswers.TryDequeue(out var answer) ? answer : Task.FromResult(Records[^1].Id);
            });
    }

    public DateTime Now { get; set; } = RunInputs.Start;

    public DateTime? TimeoutAt { get; private set; }

    /// <summary>What the run goes on with in another history; null where it ended in this one.</summary>
    public RunInput? Rest { get; private set; }

    public bool IsTimerCancelled { get; private set; }

    public Exception? CancelFault { get; set; }

    /// <summary>What steps that are cancelled have done all the same.</summary>
    public string? LeftOver { get; set; }

    public List<StepCall> Calls { get; } = [];

    public List<StepWait> Waits { get; } = [];

    /// <summary>The waits of steps between two tries, in the order of their beginning.</summary>
    public List<(DateTime Until, TaskCompletionSource End)> BackOffs { get; } = [];

    public List<LiveStatus> Statuses { get; } = [];

    public List<string> SentEvents { get; } = [];

    public List<string> CancelledSteps { get; } = [];

    public List<RunDocument> Records { get; } = [];

    /// <summary>What the first cancellations of steps are answered with.</summary>
    public Queue<Task<string?>> CancelAnswers { get; } = [];

    /// <summary>Of steps whose wait had brought another's report.</summary>
    public List<StepCall> Continued { get; } = [];

    /// <summary>What the first records are answered with; the run's id where there is none.</summary>
    public Queue<Task<string>> RecordAnswers { get; } = [];

    /// <summary>Names of the steps that were started, in order.</summary>
    public string Started => string.Concat(Calls.Select(call => call.Name));

    public Task<RunResult> RunAsync() => RunFlow.RunAsync(_context.Object);

    public ScriptedOrchestration Succeed(string step, string? message = null) => End(step, new(StepOutcomeKind.Success, message));

    public ScriptedOrchestration PartlySucceed(string step, string? message = null, int? code = null) =>
        End(step, new(StepOutcomeKind.PartialSuccess, message, code));

    public ScriptedOrchestration Fail(string step, string? message = null, int? code = null) => End(step, new(StepOutcomeKind.Failure, message, code));

    /// <summary>Ends the step's activity with the outcome, a second after what was before.</summary>
    public ScriptedOrchestration End(string step, StepOutcome outcome, params string[] details) =>
        Report(step, StepReport.Ended(outcome, details.Length == 0 ? null : details));

    public ScriptedOrchestration Report(string step, StepReport report)
    {
        Now = Now.AddSeconds(1);
        _started[RunInputs.Id(step)].SetResult(Copy(report));
        return this;
    }

    /// <summary>Ends the step's activity with nothing, as one does that reports nothing.</summary>
    public ScriptedOrchestration ReportNothing(string step)
    {
        _started[RunInputs.Id(step)].SetResult(null!);
        return this;
    }

    public ScriptedOrchestration Throw(string step, string message)
    {
        _started[RunInputs.Id(step)].SetException(
            new TaskFailedException(nameof(StartStep), 1, new TaskFailureDetails("(unknown)", message, null, null, null)));
        return this;
    }

    public ScriptedOrchestration ThrowUnexpectedly(string step, string message) => Throw(step, new InvalidOperationException(message));

    public ScriptedOrchestration Throw(string step, Exception fault)
    {
        _started[RunInputs.Id(step)].SetException(fault);
        return this;
    }

    public ScriptedOrchestration EndWait(string step, StepReport report)
    {
        Now = Now.AddSeconds(1);
        _awaited[RunInputs.Id(step)].SetResult(Copy(report));
        return this;
    }

    public ScriptedOrchestration Cancel(string? user)
    {
        Now = Now.AddSeconds(1);
        _cancel.SetResult(user!);
        return this;
    }

    /// <summary>Wakes the run, of whose steps' waits the named are over.</summary>
    public ScriptedOrchestration Wake(params string[] over)
    {
        _wake.SetResult(over);
        return this;
    }

    /// <summary>Ends the latest wait between two tries, at its time.</summary>
    public ScriptedOrchestration EndBackOff()
    {
        Now = BackOffs[^1].Until;
        BackOffs[^1].End.SetResult();
        return this;
    }

    public ScriptedOrchestration TimeOut()
    {
        Now = TimeoutAt!.Value;
        _timeout.SetResult();
        return this;
    }

    private static T Copy<T>(T value) => JsonDataConverter.Default.Deserialize<T>(JsonDataConverter.Default.Serialize(value))!;

    private Task<StepReport> Begin(Dictionary<string, TaskCompletionSource<StepReport>> tasks, StepCall call)
    {
        var copy = Copy(call);
        if (tasks == _started)
        {
            Calls.Add(copy);
        }

        return (tasks[copy.Referrer] = new()).Task;
    }
}
