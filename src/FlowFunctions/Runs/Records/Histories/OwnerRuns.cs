using FlowFunctions.Definitions;
using FlowFunctions.Storage;

namespace FlowFunctions.Runs;

/// <summary>The runs of a flow or an integration, newest first: the one that holds its lock, and those of its history, which has only those that are over.</summary>
public sealed class OwnerRuns(RunStore runs, RunHistory history)
{
    /// <summary>One page, and how many runs there are in all. A run that ends at this moment is on it once, or where it moves from one page to the next not at all.</summary>
    /// <param name="owner">The flow or integration, as it was just read.</param>
    /// <param name="limit">Runs on the page at most, 1 or more.</param>
    /// <param name="offset">Runs before it.</param>
    /// <param name="withSteps">As of <see cref="RunHistory.PageAsync(string, int, int, bool, CancellationToken)"/>: a run that goes on has none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ListPage<RunDocument>> PageAsync(Runnable owner, int limit, int offset, bool withSteps, CancellationToken cancellationToken)
    {
        if (await ActiveAsync(owner, cancellationToken) is not { } active)
        {
            return await history.PageAsync(owner.Id, limit, offset, withSteps, cancellationToken);
        }

        var isFirst = offset == 0;
        var over = await history.PageAsync(owner.Id, isFirst ? limit - 1 : limit, isFirst ? 0 : offset - 1, withSteps, cancellationToken);
        IEnumerable<RunDocument> first = isFirst ? [RunHistory.AsListed(active, withSteps)] : [];
        return new([.. first, .. over.Items.Where(run => run.Id != active.Id)], offset, over.TotalSize + 1);
    }

    /// <summary>The run that holds the lock, where it is on record and not in the history yet.</summary>
    private async Task<RunDocument?> ActiveAsync(Runnable owner, CancellationToken cancellationToken) =>
        owner.ActiveRunId is { } runId && !await history.HasAsync(owner.Id, runId, cancellationToken) ? await runs.GetAsync(runId, cancellationToken) : null;
}
