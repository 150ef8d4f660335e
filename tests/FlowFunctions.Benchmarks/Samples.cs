using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Benchmarks;

/// <summary>A run of twenty steps, one of which failed, and the call of one of them.</summary>
internal static class Samples
{
    private const string Id = "019ab0000000700080000000000000aa";
    private const int Steps = 20;

    private static readonly DateTime Start = DateTime.UnixEpoch.AddYears(56);

    public static readonly RunDocument Run = new()
    {
        Id = Id,
        Kind = RunKind.Flow,
        OwnerId = Id,
        Name = "Nightly planning load",
        Trigger = new RunTrigger("ann", RunTrigger.Manual),
        TraceId = Id,
        StartDate = Start,
        EndDate = Start.AddMinutes(10),
        Result = new RunResult(false, "Completed with failures: 1 of 20 steps", RunErrorCodes.StepFailed),
        Steps =
        [
            .. Enumerable.Range(0, Steps).Select(step => new StepRecord
            {
                Referrer = $"019ab00000007000800000000000{step:x4}",
                Name = $"Step {step}",
                Status = step == 0 ? StepStatus.Failure : StepStatus.Success,
                StartDate = Start.AddSeconds(step),
                EndDate = Start.AddSeconds(step + 30),
                Attempts = 1,
            }),
        ],
    };

    public static readonly StepCall Call = new()
    {
        RunId = Run.Id,
        FlowId = Run.OwnerId,
        Referrer = Run.Steps[0].Referrer,
        Name = Run.Steps[0].Name,
        OperationId = Id,
        StartedAt = Start,
        InlineWait = TimeSpan.Zero,
        TraceParent = RunTrace.TraceParentOf(Run),
    };
}
