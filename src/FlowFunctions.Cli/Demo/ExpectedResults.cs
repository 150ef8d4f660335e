using FlowFunctions.Cli.Simulator;

namespace FlowFunctions.Cli.Demo;

/// <summary>What a run of the sample flow has to leave behind.</summary>
internal static class ExpectedResults
{
    /// <summary>One task each, in this order: a model does one thing at a time.</summary>
    public static IReadOnlyList<string> Tasks { get; } =
        ["Currencies from currencies.csv", "Products from products.csv", "Sales from sales.csv", "Plan anew", "Plan.csv"];

    /// <summary>Every difference, in words; empty when all is there, byte for byte.</summary>
    public static IReadOnlyList<string> Differences(RunResults results, ExpectedFiles expected) =>
    [
        .. Bytes("dump of 'Load sales'", results.RejectedSales, expected.RejectedSales),
        .. Bytes(RunResults.PlanFile, results.Plan, expected.Plan),
        .. OneTaskEach(results.Tasks),
    ];

    private static IEnumerable<string> Bytes(string what, byte[]? actual, byte[] expected)
    {
        if (actual is null)
            yield return $"{what}: there is none";
        else if (!actual.AsSpan().SequenceEqual(expected))
            yield return $"{what}: {actual.Length} bytes that differ from the {expected.Length} of the sample from byte {actual.AsSpan().CommonPrefixLength(expected)} on";
    }

    private static IEnumerable<string> OneTaskEach(IReadOnlyList<ModelTask> tasks)
    {
        if (!tasks.Select(task => task.Action).SequenceEqual(Tasks, StringComparer.Ordinal))
            yield return $"tasks of the model: expected {string.Join(", ", Tasks)}; were {string.Join(", ", tasks.Select(task => task.Action))}";
        foreach (var task in tasks.Where(task => task.State != ModelTask.Complete))
            yield return $"task '{task.Action}': expected {ModelTask.Complete}, was {task.State}";
    }
}
