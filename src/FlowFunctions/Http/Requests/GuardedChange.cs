using Azure;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>A change to what is there, under the request's <c>If-Match</c>.</summary>
internal static class GuardedChange
{
    /// <summary>
    /// Reads, lets the change be tried, and begins anew where another writer was faster: what is true then decides, the precondition too. One of the racing writers
    /// always wins, so somebody makes progress with every turn.
    /// </summary>
    /// <param name="request">Its <c>If-Match</c> counts.</param>
    /// <param name="read">What is there; null where nothing is.</param>
    /// <param name="versionOf">The version that it was read with.</param>
    /// <param name="missing">The answer where nothing is.</param>
    /// <param name="change">Tries the change and answers how it ended; null where another writer was faster, and nothing was done.</param>
    public static async Task<ApiResult> ChangeAsync<T>(
        HttpRequest request, Func<Task<T?>> read, Func<T, ETag> versionOf, Func<ApiResult> missing, Func<T, Task<ApiResult?>> change)
        where T : class
    {
        while (true)
        {
            if (await read() is not { } current)
            {
                return missing();
            }

            if (!Preconditions.Allow(request, versionOf(current)))
            {
                return ApiError.PreconditionFailed();
            }

            if (await change(current) is { } result)
            {
                return result;
            }
        }
    }

    /// <inheritdoc cref="ChangeAsync{T}(HttpRequest, Func{Task{T}}, Func{T, ETag}, Func{ApiResult}, Func{T, Task{ApiResult}})"/>
    public static Task<ApiResult> ChangeAsync<TDocument>(
        this DocumentStore<TDocument> store,
        string id,
        HttpRequest request,
        Func<string, ApiResult> missing,
        Func<TDocument, Task<ApiResult?>> change,
        CancellationToken cancellationToken)
        where TDocument : Document =>
        ChangeAsync(request, () => store.GetAsync(id, cancellationToken), document => document.ETag, () => missing(id), change);
}
