namespace FlowFunctions.Benchmarks.Costs;

/// <summary>One part of what is measured.</summary>
internal interface ICostPart
{
    /// <summary>As <c>--only</c> takes it.</summary>
    string Name { get; }

    /// <summary>Takes it, and adds to the tables what it is.</summary>
    /// <exception cref="Runs.MeasureException">It cannot be measured.</exception>
    Task TakeAsync(CostRig rig, CostTables tables, CancellationToken cancellationToken);
}
