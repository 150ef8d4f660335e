using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Pages;

/// <summary>One part of what is measured of the page.</summary>
internal interface IPagePart
{
    /// <summary>As <c>--only</c> takes it.</summary>
    string Name { get; }

    /// <exception cref="MeasureException">It cannot be measured.</exception>
    Task<IReadOnlyList<Row>> TakeAsync(PageRig rig, CancellationToken cancellationToken);
}
