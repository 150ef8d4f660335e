namespace FlowFunctions.Testing;

/// <summary>Starts of whole applications in this process and beside it: seconds of compiling, of which more at once than there are processors only make each other late.</summary>
public static class AppStarts
{
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);

    /// <summary>When there is room for one more.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> start, CancellationToken cancellationToken = default)
    {
        await Places.WaitAsync(cancellationToken);
        try
        {
            return await start();
        }
        finally
        {
            Places.Release();
        }
    }
}
