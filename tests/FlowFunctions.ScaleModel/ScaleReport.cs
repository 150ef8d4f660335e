using System.Globalization;
using System.Text;

namespace FlowFunctions.ScaleModel;

/// <summary>The tables of infra/docs/scale.md, in Markdown.</summary>
internal static class ScaleReport
{
    private static readonly double[] RunsPerDay = [1_000, 100_000, 10_000_000];

    public static string Of(Measurement app, Assumptions assumptions)
    {
        var loads = RunsPerDay.Select(runs => new Load(runs, app, assumptions)).ToList();
        var hub = AzureStorageHub.PerRun(assumptions.StepsPerRun);
        var text = new StringBuilder();
        Line(text, $"| storage requests of one run with {Number(assumptions.StepsPerRun)} steps | tables | queues | from |");
        Line(text, $"| --- | --: | --: | --- |");
        Line(text, $"| the app's tables: {Number(app.PerRun)} + {Number(app.PerStep)} a step | {Number(app.Of(assumptions.StepsPerRun))} | 0 | measured |");
        Line(text, $"| the task hub | {Number(hub.Tables)} | {Number(hub.Queues)} | source |");
        Line(text, $"| **together** | **{Number(loads[0].PerRun.Tables)}** | **{Number(loads[0].PerRun.Queues)}** | |");
        text.Append('\n');
        Line(text, $"| runs a day | {string.Join(" | ", loads.Select(load => Number(load.RunsPerDay)))} |");
        Line(text, $"| --- | {string.Join(" | ", loads.Select(_ => "--:"))} |");
        Row("runs a second in the busiest hour", load => load.PeakRuns);
        Row("storage requests a second then", load => load.PeakRequests);
        Row("activities a second then", load => load.PeakActivities);
        Row("instances then", load => load.Instances);
        Row("partitions needed", load => load.PartitionsNeeded);
        Row("rows a second in the partition of integrations then", load => load.PeakRows);
        Row("installations with Azure Storage as the backend", load => load.Hubs);
        Row("installations with a scheduler as the backend", load => load.Installations);
        Row("capacity units of the schedulers, together", load => load.CapacityUnits);
        Row("storage requests a day without a run, millions", load => load.Idle.Total / 1_000_000);
        Row("storage requests a day of the runs, millions", load => load.PerRun.Total * load.RunsPerDay / 1_000_000);
        Row("storage, $ a day", load => load.StorageCost);
        Row("storage, $ for 1,000 runs", load => load.StorageCost / load.RunsPerDay * 1000);
        Row("compute, $ a day at most", load => load.ComputeCost);
        return text.ToString();

        void Row(string name, Func<Load, double> value) => Line(text, $"| {name} | {string.Join(" | ", loads.Select(load => Number(value(load))))} |");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');

    /// <summary>Three digits that count.</summary>
    private static string Number(double value) =>
        value switch
        {
            0 => "0",
            >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            _ => value.ToString("0.####", CultureInfo.InvariantCulture),
        };
}
