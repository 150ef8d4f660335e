using System.Globalization;
using System.Text;

namespace FlowFunctions.ScaleModel;

/// <summary>The tables of infra/docs/scale.md, in Markdown.</summary>
internal static class ScaleReport
{
    private static readonly double[] RunsPerDay = [1_000, 100_000, 10_000_000];
    private static readonly double[] PricedRunsPerDay = [100, 1_000, 100_000];

    public static string Of(Measurement app, Assumptions assumptions)
    {
        var loads = RunsPerDay.Select(runs => new Load(runs, app, assumptions)).ToList();
        var hub = AzureStorageHub.PerRun(assumptions.StepsPerRun, loads[0].Wait.IsDurable);
        var text = new StringBuilder();
        Line(text, $"| storage requests of one run with {Number(assumptions.StepsPerRun)} steps | tables | queues | from |");
        Line(text, $"| --- | --: | --: | --- |");
        Line(text, $"| the app's tables: {Number(app.PerRun)} + {Number(app.PerStep)} a step | {Number(app.Of(assumptions.StepsPerRun))} | 0 | measured |");
        Line(text, $"| the task hub | {Number(hub.Tables)} | {Number(hub.Queues)} | source |");
        Line(text, $"| waits that become durable | {Number(loads[0].Wait.Requests.Tables * assumptions.StepsPerRun)} | {Number(loads[0].Wait.Requests.Queues * assumptions.StepsPerRun)} | source |");
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
        text.Append('\n');
        var inline = new StepWait(assumptions, double.PositiveInfinity);
        Line(text, $"| one step of {Number(assumptions.SecondsPerStep)} s that is waited for | seconds at work | storage requests | $ |");
        Line(text, $"| --- | --: | --: | --: |");
        Waited("inside its activity to the end", inline);
        Waited(FormattableString.Invariant($"for {Number(assumptions.InlineWaitSeconds)} s inside, then durably"), loads[0].Wait);
        text.Append('\n');
        var costs = PricedRunsPerDay.Select(runs => new DailyCost(runs, app, assumptions)).ToList();
        Line(text, $"| $ a day, for so many runs a day | {string.Join(" | ", PricedRunsPerDay.Select(Number))} |");
        Line(text, $"| --- | {string.Join(" | ", costs.Select(_ => "--:"))} |");
        Cost("compute at most, waits that become durable", cost => cost.Compute);
        Cost("storage, zone-redundant", cost => cost.Storage);
        Cost("logs that come in", cost => cost.Logs);
        Cost(FormattableString.Invariant($"{Number(assumptions.AlwaysReadyInstances)} instances kept ready"), cost => cost.Ready);
        Cost(FormattableString.Invariant($"{Number(assumptions.PrivateEndpoints)} private endpoints and DNS zones"), cost => cost.PrivateNetwork);
        Cost("log alerts", cost => cost.Watching);
        Cost("**together**", cost => cost.Together);
        Cost("instead of the first line, waits inside activities to the end", cost => cost.ComputeInline);
        Cost(FormattableString.Invariant($"more, with `zoneRedundant`: two ready instances for each of {Number(assumptions.FunctionGroups)} groups"), cost => cost.Zones);
        Cost("more, with `availabilityTest`", cost => cost.AvailabilityTest);
        return text.ToString();

        void Row(string name, Func<Load, double> value) => Line(text, $"| {name} | {string.Join(" | ", loads.Select(load => Number(value(load))))} |");

        void Cost(string name, Func<DailyCost, double> value) => Line(text, $"| {name} | {string.Join(" | ", costs.Select(cost => Number(value(cost))))} |");

        void Waited(string name, StepWait wait) => Line(text, $"| {name} | {Number(wait.SecondsAtWork)} | {Number(wait.Requests.Total)} | {Small(wait.CostAt(assumptions))} |");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');

    private static string Small(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

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
