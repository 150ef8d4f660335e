using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Outgoing;

/// <summary>
/// Opens the connections to endpoints, only to addresses they may have. The check is made on the very address that is connected to:
/// checking a name earlier would let a name that changes its answer through (DNS rebinding).
/// </summary>
internal sealed class ConnectionGuard(IOptions<TargetsOptions> options)
{
    /// <exception cref="PrivateNetworkException">The name has no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (options.Value.AllowPrivateNetworks != true)
        {
            addresses = Array.FindAll(addresses, address => !PrivateNetworks.Contains(address));
            if (addresses.Length == 0)
            {
                throw new PrivateNetworkException(host);
            }
        }

#pragma warning disable CA2000 // The stream that is returned owns the socket, and disposes it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
#pragma warning restore CA2000
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
