namespace FlowFunctions.Benchmarks.Costs;

/// <summary>Measures the application, and the bare one beside it where a ratio is asked for.</summary>
/// <param name="rig">What it is measured on.</param>
/// <param name="waitingRuns">How many runs wait in the part of that name.</param>
/// <param name="historyRuns">How many runs the histories have in the part of that name.</param>
/// <param name="output">Gets the tables.</param>
internal sealed class CostTrial(CostRig rig, int waitingRuns, int historyRuns, TextWriter output)
{
    /// <summary>As <c>--only</c> takes them. The ratios to the bare application are of <c>runs</c>.</summary>
    public static readonly IReadOnlyList<string> Parts = [.. All(WaitingPart.UsualRuns, HistoryPart.UsualRuns).Select(part => part.Name)];

    /// <summary>In turn. What was measured before one that cannot be is told, too.</summary>
    /// <param name="parts">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Runs.MeasureException">Something cannot be measured.</exception>
    public async Task TakeAsync(IReadOnlyCollection<string> parts, CancellationToken cancellationToken)
    {
        var tables = new CostTables();
        try
        {
            foreach (var part in All(waitingRuns, historyRuns).Where(part => parts.Contains(part.Name)))
            {
                await part.TakeAsync(rig, tables, cancellationToken);
            }
        }
        finally
        {
            await tables.WriteAsync(output);
        }
    }

    private static IEnumerable<ICostPart> All(int waitingRuns, int historyRuns) =>
        [new FloorPart(), new RunsPart(), new ShapesPart(), new WatchedPart(), new IdlePart(), new ListPart(), new HistoryPart(historyRuns), new ModelPart(), new WaitingPart(waitingRuns)];
}
