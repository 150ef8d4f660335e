using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Storage;

/// <summary>
/// Says of a connection that the service closes in the moment in which it is made what a client library of Azure's says of one that is not made, so that it is tried again: .NET lets that one through
/// as a bare <see cref="SocketException"/>, which the libraries do not know. Stands next to the transport.
/// </summary>
internal sealed class LostConnectionPolicy : HttpPipelinePolicy
{
    /// <inheritdoc cref="ProcessAsync"/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (SocketException exception)
        {
            throw Lost(exception);
        }
    }

    /// <exception cref="RequestFailedException">Status 0: the connection was closed as it was made.</exception>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (SocketException exception)
        {
            throw Lost(exception);
        }
    }

    private static RequestFailedException Lost(SocketException exception) => new("The connection was closed as it was made.", exception);
}
