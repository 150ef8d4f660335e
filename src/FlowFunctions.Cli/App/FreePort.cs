using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Cli.App;

/// <summary>Finds a port of loopback that nobody listens on; somebody else may take it before it is used.</summary>
internal static class FreePort
{
    /// <summary><paramref name="preferred"/> when it is free, else any.</summary>
    public static int Find(int preferred) => IsFree(preferred) ? preferred : Any();

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
