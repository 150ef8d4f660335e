using System.Text.Json;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Pages of lists, read and written once for all who ask for the same page at the same time. Nobody gets what was read before they asked. Thread-safe.</summary>
public sealed class SharedLists
{
    private readonly SharedReadings<(string List, ListQuery Query, string? States, JsonSerializerOptions Spelling), ReadOnlyMemory<byte>> _pages = new();

    /// <param name="request">Of one caller.</param>
    /// <param name="list">Which list.</param>
    /// <param name="query">Which page of it.</param>
    /// <param name="read">Reads it, for others too: it must not use the request.</param>
    /// <returns>The page with the tag of its content, or that the caller has it.</returns>
    internal async Task<IResult> AnswerAsync(HttpRequest request, string list, ListQuery query, Func<Task<ApiResult>> read)
    {
        var spelling = ApiJson.For(request);

        // Two that ask for the same states have two collections of them.
        var states = query.States is { } asked ? string.Join(',', asked.Order(StringComparer.Ordinal)) : null;
        var page = await _pages.ReadAsync(
            (list, query with { States = null }, states, spelling), async () => (await read()).ToBody(spelling), request.HttpContext.RequestAborted);
        return ApiResult.Written(page).WithTagOfContent(request);
    }
}
