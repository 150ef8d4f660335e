using System.Text.Json;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Http;

/// <summary>Pages of lists, read and written once for all who ask for the same page at the same time. Nobody gets what is older than the question. Thread-safe.</summary>
public sealed class SharedLists
{
    private readonly SharedReadings<(string List, ListQuery Query, JsonSerializerOptions Spelling), ReadOnlyMemory<byte>> _pages = new();

    /// <param name="request">Of one caller.</param>
    /// <param name="list">Which list.</param>
    /// <param name="query">Which page of it.</param>
    /// <param name="read">Reads it, for others too: it must not use the request.</param>
    internal async Task<IResult> AnswerAsync(HttpRequest request, string list, ListQuery query, Func<Task<ApiResult>> read)
    {
        var spelling = ApiJson.For(request);
        return ApiResult.Written(await _pages.ReadAsync((list, query, spelling), async () => (await read()).ToBody(spelling), request.HttpContext.RequestAborted));
    }
}
