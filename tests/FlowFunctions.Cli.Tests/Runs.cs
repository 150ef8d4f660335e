using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Watching;

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

    /// <summary>The sample flow, whose run it is.</summary>
    public static FollowedRun Followed { get; } = new(
        new Found(Kind.Flow, "f1", "Nightly planning load", []),
        "r1",
        StepGraph.Of(JsonNode.Parse(
            """
            {"steps":[{"referrer":"load-currencies"},{"referrer":"load-products","dependsOn":["load-currencies"]},{"referrer":"load-sales","dependsOn":["load-products"]},{"referrer":"load-forecast"},
            {"referrer":"plan-anew","dependsOn":["load-sales","load-forecast"]},{"referrer":"export-plan","dependsOn":["plan-anew"]},{"referrer":"archive-last-plan","dependsOn":["export-plan"]},{"referrer":"tell-planners","dependsOn":["archive-last-plan"]}]}
            """)!.AsObject()));

    public static FlowRun Begun { get; } = new()
    {
        Id = "r1",
        StartDate = Start,
        Message = "Running",
        Steps =
        [
            Step("Load currencies", StepStatus.Running, 0.1, message: "Importing into Currencies", progress: 0.2),
            Step("Load products", StepStatus.Pending),
            Step("Load sales", StepStatus.Pending),
            Step("Load forecast", StepStatus.Running, 0.1, message: "Waiting for model M1: 1 before it, first 'Load currencies'"),
            Step("Plan anew", StepStatus.Pending),
            Step("Export plan", StepStatus.Pending),
            Step("Archive last plan", StepStatus.Skipped),
            Step("Tell planners", StepStatus.Pending),
        ],
    };

    public static FlowRun Halfway { get; } = Begun with
    {
        Steps =
        [
            Step("Load currencies", StepStatus.Success, 0.1, 1.9, message: "Currencies: 6 rows successful"),
            Step("Load products", StepStatus.Running, 2, message: "Importing into Products", progress: 0.5),
            Step("Load sales", StepStatus.Pending),
            Step("Load forecast", StepStatus.Running, 0.1, message: "Waiting for model M1: 1 before it, first 'Load products'"),
            .. Begun.Steps.Skip(4),
        ],
    };

    public static FlowRun Ended { get; } = Begun with
    {
        EndDate = Start.AddSeconds(13.1),
        Success = false,
        Message = "Completed with failures: 1 of 7 steps",
        ExecutionErrorCode = 1007,
        Steps =
        [
            Step("Load currencies", StepStatus.Success, 0.1, 1.9, message: "Currencies: 6 rows successful"),
            Step("Load products", StepStatus.Success, 2, 4, message: "Products: 6 rows successful"),
            Step("Load sales", StepStatus.PartialSuccess, 4, 6.1, message: "3 rows rejected") with { RunId = "s1" },
            Step("Load forecast", StepStatus.Failure, 0.1, 4.3, message: "No file like 'forecast-*.csv'"),
            Step("Plan anew", StepStatus.Success, 6.2, 8.1, message: "Plan: 18 combinations from Sales"),
            Step("Export plan", StepStatus.Success, 8.2, 10.3, message: "18 rows exported"),
            Step("Archive last plan", StepStatus.Skipped),
            Step("Tell planners", StepStatus.Success, 10.4, 13, attempts: 3, message: "26 planners told"),
        ],
    };

    public static LatestRun Latest { get; } = new()
    {
        TriggeredBy = "developer",
        StartDate = Start,
        EndDate = Start.AddSeconds(13.1),
        Success = false,
        Message = "Completed with failures: 1 of 7 steps",
        ExecutionErrorCode = 1007,
        TriggerSource = "manual",
    };
}
