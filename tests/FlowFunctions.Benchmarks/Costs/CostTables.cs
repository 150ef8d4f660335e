using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>What was measured: requests in one table, all else in another.</summary>
internal sealed class CostTables
{
    private readonly List<RunCost> _costs = [];
    private readonly List<Row> _rows = [];

    public void Add(RunCost cost) => _costs.Add(cost);

    public void Add(Row row) => _rows.Add(row);

    /// <summary>A row without a goal.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="of">Of how many, and how.</param>
    /// <param name="measured">The value, with its unit.</param>
    public void Tell(string measure, string of, FormattableString measured) => _rows.Add(new(measure, null, 0, FormattableString.Invariant(measured), of));

    /// <summary>A row of a ratio.</summary>
    /// <param name="measure">What was measured.</param>
    /// <param name="goal">What it is to reach; null for what is only told.</param>
    /// <param name="ratio">Its value.</param>
    /// <param name="of">Of what.</param>
    public void Compare(string measure, Goal? goal, double ratio, FormattableString of) => _rows.Add(new(measure, goal, ratio, FormattableString.Invariant($"{ratio:0.00} times"), FormattableString.Invariant(of)));

    public async Task WriteAsync(TextWriter output)
    {
        if (_costs.Count > 0)
        {
            await output.WriteLineAsync(RunCost.Head);
            foreach (var cost in _costs)
            {
                await output.WriteLineAsync(cost.ToMarkdown());
            }

            await output.WriteLineAsync();
        }

        await output.WriteLineAsync("| measure | goal | measured | of |\n| --- | --- | --- | --- |");
        foreach (var row in _rows)
        {
            await output.WriteLineAsync(row.ToMarkdown());
        }
    }
}
