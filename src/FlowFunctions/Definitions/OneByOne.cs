namespace FlowFunctions.Definitions;

/// <summary>Repairs of many things, of which one that fails holds up no other: it is found again the next time.</summary>
internal static class OneByOne
{
    /// <param name="items">What to look after, in order.</param>
    /// <param name="repair">Whether the item was repaired; false where there was nothing to do.</param>
    /// <param name="onFailure">Told of an item whose repair threw, with what.</param>
    /// <param name="cancellationToken">Ends the call; what it causes is no failure of an item.</param>
    /// <returns>How many were repaired.</returns>
    public static async Task<int> RepairAsync<T>(IEnumerable<T> items, Func<T, Task<bool>> repair, Action<T, Exception> onFailure, CancellationToken cancellationToken)
    {
        var repaired = 0;
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                repaired += await repair(item) ? 1 : 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                onFailure(item, exception);
            }
        }

        return repaired;
    }
}
