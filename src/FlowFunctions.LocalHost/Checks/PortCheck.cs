using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>Finds out before anything is started whether the host's ports are free: Kestrel, which listens last, would find it out too late.</summary>
internal static class PortCheck
{
    /// <exception cref="StartupException">Another program listens there.</exception>
    public static void ThrowIfTaken(IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            if (Uri.TryCreate(url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal), UriKind.Absolute, out var address)
                && address.IsLoopback
                && address.Port != 0
                && IsTaken(address.Port))
            {
                throw Taken(url);
            }
        }
    }

    public static StartupException Taken(string url, Exception? cause = null) =>
        new($"{url} is in use by another program. Stop that program, or choose another port with --urls http://localhost:7072.", cause);

    private static bool IsTaken(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return true;
        }
    }
}
