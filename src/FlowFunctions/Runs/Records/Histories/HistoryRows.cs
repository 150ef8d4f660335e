using System.Globalization;
using Azure.Data.Tables;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>
/// The rows of a <see cref="RunHistory"/>, in a partition for each owner: <c>count</c> says how many runs were ever added and how many went again, <c>run-{id}</c> has a run's number, and
/// <c>n{complement of the number}</c> is its entry.
/// </summary>
internal static class HistoryRows
{
    public const string RunPrefix = "run-";
    public const string BehindRuns = "run.";
    public const string CountKey = "count";
    private const string CountProperty = "Count";
    public const string NumberProperty = "Number";
    private const string RunProperty = "Run";
    private const string TrimmedProperty = "Trimmed";
    private const string StepsProperty = "Steps";

    /// <summary>All but the steps, which take more room than the rest: without them, an entry is at most 10,000 characters, for a selection of all the steps that a flow may have.</summary>
    public static readonly string[] WithoutSteps = ["PartitionKey", "RowKey", RunProperty, RunProperty + "1"];

    private const long LastNumber = 9_999_999_999;

    /// <summary>Where a history ends, by the row that counts its entries.</summary>
    public static HistoryMark EndOf(TableEntity counted) =>
        new(counted.GetInt64(CountProperty)!.Value, counted.GetInt64(TrimmedProperty) ?? 0, counted.ETag.ToString());

    public static TableEntity Count(string ownerId, long total, long trimmed) =>
        new(ownerId, CountKey) { [CountProperty] = total, [TrimmedProperty] = trimmed };

    public static RunDocument ToRun(TableEntity row)
    {
        var run = row.ReadJson<RunDocument>(RunProperty, RunJson.Options);
        return row.FindJson<IReadOnlyList<HistoryStep>>(StepsProperty, RunJson.Options) is { } steps
            ? run with { Steps = [.. steps.Select(step => step.ToRecord(run.StartDate))] }
            : run;
    }

    public static TableEntity Entry(RunDocument run, long number)
    {
        var row = new TableEntity(run.OwnerId, NumberKey(number));
        row.WriteJson(RunProperty, RunHistory.AsListed(run, withSteps: false), RunJson.Options);
        if (RunHistory.AsListed(run, withSteps: true).Steps is { Count: > 0 } steps)
        {
            row.WriteJson(StepsProperty, steps.Select(step => HistoryStep.Of(step, run.StartDate)), RunJson.Options);
        }

        return row;
    }

    public static string RunKey(string runId) => RunPrefix + runId;

    /// <summary>The complement of the number: tables sort ascending, and the newest comes first.</summary>
    public static string NumberKey(long number) => "n" + (LastNumber - number).ToString("D10", CultureInfo.InvariantCulture);
}
