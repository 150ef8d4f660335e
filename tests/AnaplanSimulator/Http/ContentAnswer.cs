using AnaplanSimulator.Files;
using Microsoft.AspNetCore.Http;

namespace AnaplanSimulator.Http;

/// <summary>Bytes from disk.</summary>
internal sealed class ContentAnswer(StoredContent content) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/octet-stream";
        httpContext.Response.ContentLength = content.Length;
        await using var bytes = content.OpenRead();
        await bytes.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
    }
}
