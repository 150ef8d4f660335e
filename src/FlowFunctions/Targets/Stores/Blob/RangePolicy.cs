using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>
/// Ends a read whose answer is not the part that was asked for (<see cref="RangeAnswer"/>); the client library does not look, neither at the first answer nor where it goes on after one that was
/// cut off.
/// </summary>
internal sealed class RangePolicy : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc />
    /// <exception cref="WrongRangeException">It is another part, or none.</exception>
    public override void OnReceivedResponse(HttpMessage message)
    {
        var (request, response) = (message.Request, message.Response);
        if (request.Method == RequestMethod.Get
            && RangeAnswer.FindFault(
                Of(request.Headers, "x-ms-range") ?? Of(request.Headers, "Range"),
                Of(request.Headers, "If-Match"),
                response.Status,
                Of(response.Headers, "Content-Range"),
                response.Headers.ContentLengthLong,
                Of(response.Headers, "ETag")) is { } fault)
        {
            throw fault;
        }
    }

    private static string? Of(RequestHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value : null;

    private static string? Of(ResponseHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value : null;
}
