using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Testing;

/// <summary>
/// Ports on loopback that nobody listens on just now, each given out once a process. They are below those that systems give to whoever asks for any port (32768 on Linux, 49152
/// elsewhere, RFC 6335), so that no connection takes one before its server listens; another program may all the same, and whoever listens must be ready to try others.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Runs of tests beside this one begin elsewhere.
    private static int _last = Random.Shared.Next(Count);

    /// <exception cref="InvalidOperationException">Every port of the range is used.</exception>
    public static IReadOnlyList<int> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private static int Next()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
