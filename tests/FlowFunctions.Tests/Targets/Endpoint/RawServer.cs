using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.Tests.Targets.Endpoint;

/// <summary>Answers every connection with the same bytes, which need be no HTTP, and closes it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public string Url => $"http://{_listener.LocalEndpoint}/";

    public static RawServer Start(string answer)
    {
        var server = new RawServer();
        server._listener.Start();
        server._serving = server.ServeAsync(Encoding.Latin1.GetBytes(answer));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ContinueWith(static _ => { }, TaskScheduler.Default);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var stream = client.GetStream();
            var request = await stream.ReadAtLeastAsync(new byte[64 * 1024], 1, throwOnEndOfStream: false, _stop.Token);
            if (request == 0)
            {
                continue;
            }

            await stream.WriteAsync(answer, _stop.Token);
            client.Client.Shutdown(SocketShutdown.Send);

            // Closed with bytes unread, the connection would be reset, and the answer lost.
            while (await stream.ReadAsync(new byte[64 * 1024], _stop.Token) > 0)
            {
            }
        }
    }
}
