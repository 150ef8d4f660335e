using System.Net.Sockets;

namespace FlowFunctions.Outgoing;

/// <summary>
/// Says of a connection that the other side closes in the moment in which it is made what is said of one that is not made. .NET lets that one through as a bare <see cref="SocketException"/>:
/// it asks the new socket for its remote end point outside of what it catches (System.Net.Http, HttpConnectionPool.ConnectAsync). Of the request, nothing has been sent then.
/// </summary>
internal sealed class LostConnectionHandler : DelegatingHandler
{
    public LostConnectionHandler()
    {
    }

    public LostConnectionHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <exception cref="HttpRequestException"><see cref="HttpRequestError.ConnectionError"/>: the connection was closed as it was made.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was closed as it was made.", exception);
        }
    }
}
