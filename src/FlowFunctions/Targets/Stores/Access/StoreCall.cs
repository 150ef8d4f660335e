namespace FlowFunctions.Targets.Stores;

/// <summary>Calls of a store's client library.</summary>
internal static class StoreCall
{
    /// <summary>The call's result.</summary>
    /// <param name="call">What may throw the library's exceptions, or a <see cref="StoreException"/>.</param>
    /// <param name="translate">Null for an exception that is no fault of the store, which passes as it is.</param>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, Func<Exception, StoreException?> translate)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (translate(exception) is { } fault)
        {
#pragma warning disable MA0027 // Another exception than the one that was caught.
            throw fault;
#pragma warning restore MA0027
        }
    }
}
