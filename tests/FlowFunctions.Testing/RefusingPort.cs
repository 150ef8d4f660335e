using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Testing;

/// <summary>A port on loopback that refuses connections for as long as this lives: it is bound, so that nobody else gets it, and nobody listens.</summary>
public sealed class RefusingPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RefusingPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
