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
    /// <param name="read">What is there; throws where nothing is.</param>
    /// <param name="versionOf">The version that it was read with.</param>
    /// <param name="change">Tries the change; null where another writer was faster, and nothing was done.</param>
    /// <exception cref="ApiException">412, or what the functions throw.</exception>
    public static async Task<ApiResult> ChangeAsync<T>(
        HttpRequest request, Func<Task<T>> read, Func<T, ETag> versionOf, Func<T, Task<ApiResult?>> change)
    {
        while (true)
        {
            var current = await read();
            Preconditions.Check(request, versionOf(current));
            if (await change(current) is { } result)
            {
                return result;
            }
        }
    }

    /// <inheritdoc cref="ChangeAsync{T}(HttpRequest, Func{Task{T}}, Func{T, ETag}, Func{T, Task{ApiResult}})"/>
    public static Task<ApiResult> ChangeAsync<TDocument>(
        this DocumentStore<TDocument> store,
        string id,
        HttpRequest request,
        Func<string, ApiException> missing,
        Func<TDocument, Task<ApiResult?>> change,
        CancellationToken cancellationToken)
        where TDocument : Document =>
        ChangeAsync(
            request, async () => await store.GetAsync(id, cancellationToken) ?? throw missing(id), document => document.ETag, change);
}
