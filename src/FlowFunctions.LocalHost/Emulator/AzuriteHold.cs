using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>A hold on an Azurite that another host started: it runs until the last holder is gone.</summary>
internal sealed class AzuriteHold : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;

    private AzuriteHold(Socket socket) => _socket = socket;

    /// <summary>Null where the keeper is gone or closing.</summary>
    public static async Task<AzuriteHold?> TryAsync(AzuriteRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(AzuriteEndpoints.Host, record.Port, either.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes(record.Token + "\n"), either.Token);
            var answer = new byte[16];
            var length = await socket.ReceiveAsync(answer, either.Token);
            if (Encoding.ASCII.GetString(answer, 0, length).Trim() == "held")
            {
                return new AzuriteHold(socket);
            }
        }
        catch (SocketException)
        {
            // Refused or reset: nobody holds the door open any more.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody else has that port now, and does not speak our protocol.
        }

        socket.Dispose();
        return null;
    }

    public void Dispose() => _socket.Dispose();
}
