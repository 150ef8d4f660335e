using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Tests;

/// <summary>Runs of the sample flow at moments of their life.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    public static RunStep Step(string name, StepStatus status, double? from = null, double? to = null, int attempts = 1, string? message = null, double? progress = null) => new()
    {
        Referrer = name.ToLowerInvariant().Replace(' ', '-'),
        Name = name,
        Status = status,
        StartDate = from is { } begin ? Start.AddSeconds(begin) : null,
        EndDate = to is { } end ? Start.AddSeconds(end) : null,
        Attempts = from is null ? 0 : attempts,
        Message = message,
        Progress = progress,
    };

    public static FlowRun Begun { get; } = new()
    {
        Id = "r1",
        StartDate = Start,
        Message = "Running",
        Steps =
        [
            Step("Load currencies", StepStatus.Running, 0.1),
            Step("Load products", StepStatus.Pending),
            Step("Load sales", StepStatus.Pending),
            Step("Load forecast", StepStatus.Running, 0.1, progress: 0),
            Step("Validate sales", StepStatus.Pending),
            Step("Aggregate plan", StepStatus.Pending),
            Step("Archive last plan", StepStatus.Skipped),
            Step("Publish plan", StepStatus.Pending),
        ],
    };

    public static FlowRun Halfway { get; } = Begun with
    {
        Steps =
        [
            Step("Load currencies", StepStatus.Success, 0.1, 0.2, message: "31 currencies"),
            Step("Load products", StepStatus.Running, 0.2, progress: 0.5),
            Step("Load sales", StepStatus.Running, 0.2, attempts: 2),
            Step("Load forecast", StepStatus.Running, 0.1, progress: 0.66),
            .. Begun.Steps.Skip(4),
        ],
    };

    public static FlowRun Ended { get; } = Begun with
    {
        EndDate = Start.AddSeconds(13.9),
        Success = false,
        Message = "Completed with failures: 1 of 7 steps",
        ExecutionErrorCode = 4404,
        Steps =
        [
            Step("Load currencies", StepStatus.Success, 0.1, 0.2, message: "31 currencies"),
            Step("Load products", StepStatus.Success, 0.2, 4.3, message: "1,204 products"),
            Step("Load sales", StepStatus.Success, 0.2, 7.3, attempts: 3, message: "48,310 rows"),
            Step("Load forecast", StepStatus.Failure, 0.1, 3.2, message: "No file arrived"),
            Step("Validate sales", StepStatus.PartialSuccess, 7.4, 9.5, message: "12 rows rejected"),
            Step("Aggregate plan", StepStatus.Success, 9.6, 13.7, message: "1,204 plan lines"),
            Step("Archive last plan", StepStatus.Skipped),
            Step("Publish plan", StepStatus.Success, 13.7, 13.8, message: "26 planners told"),
        ],
    };

    public static LatestRun Latest { get; } = new()
    {
        TriggeredBy = "developer",
        StartDate = Start,
        EndDate = Start.AddSeconds(13.9),
        Success = false,
        Message = "Completed with failures: 1 of 7 steps",
        ExecutionErrorCode = 4404,
        TriggerSource = "manual",
    };
}
