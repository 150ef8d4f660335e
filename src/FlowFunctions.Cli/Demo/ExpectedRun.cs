using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Demo;

/// <summary>How the sample flow has to end; what `flows demo --once` is judged by.</summary>
internal static class ExpectedRun
{
    public const string Message = "Completed with failures: 1 of 7 steps";

    public static IReadOnlyDictionary<string, StepStatus> Statuses { get; } = new Dictionary<string, StepStatus>(StringComparer.Ordinal)
    {
        ["Load currencies"] = StepStatus.Success,
        ["Load products"] = StepStatus.Success,
        ["Load sales"] = StepStatus.PartialSuccess,
        ["Load forecast"] = StepStatus.Failure,
        ["Plan anew"] = StepStatus.Success,
        ["Export plan"] = StepStatus.Success,
        ["Archive last plan"] = StepStatus.Skipped,
        ["Tell planners"] = StepStatus.Success,
    };

    /// <summary>Every difference, in words; empty when the run ended as expected.</summary>
    public static IReadOnlyList<string> Differences(FlowRun run, LatestRun latestRun)
    {
        var differences = new List<string>();
        var seen = run.Steps.ToLookup(step => step.Name, StringComparer.Ordinal);
        foreach (var (name, expected) in Statuses)
        {
            var steps = seen[name].ToList();
            if (steps.Count != 1)
                differences.Add($"{name}: expected once in the run, found {steps.Count} times");
            else if (steps[0].Status != expected)
                differences.Add($"{name}: expected {Word(expected)}, was {Word(steps[0].Status)}: {steps[0].Message}");
        }

        differences.AddRange(run.Steps.Where(step => !Statuses.ContainsKey(step.Name)).Select(step => $"{step.Name}: not a step of the sample"));
        Compare("message of the run", run.Message);
        Compare("message of latestRun", latestRun.Message);
        if (run.Success || latestRun.Success != false)
            differences.Add("success: expected false in the run and in latestRun, because a step failed");
        return differences;

        void Compare(string what, string? message)
        {
            if (message != Message)
                differences.Add($"{what}: expected '{Message}', was '{message}'");
        }
    }

    private static string Word(StepStatus status) => StatusStyle.Of(status).Word;
}
