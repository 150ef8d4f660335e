using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>From what its runs have on record.</summary>
internal sealed class RunNames(RunHistory history) : IRunNames
{
    /// <summary>More than two weeks of an hourly load.</summary>
    private const int MaximumRuns = 500;

    public async Task<IReadOnlySet<string>> OfAsync(string integrationId, CancellationToken cancellationToken) =>
        (await history.PageAsync(integrationId, MaximumRuns, offset: 0, cancellationToken)).Items.Select(run => run.Name).ToHashSet(StringComparer.Ordinal);
}
