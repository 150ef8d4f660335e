using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Benchmarks.Transfers;

internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
