using System.Net;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>A body that cannot be read to its end.</summary>
internal sealed class BreakingContent(Exception fault) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw fault;

    protected override Task<Stream> CreateContentReadStreamAsync() => throw fault;

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
