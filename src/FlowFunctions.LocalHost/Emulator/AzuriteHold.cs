using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>A hold on an Azurite that another host started: it runs until the last holder is gone.</summary>
internal sealed class AzuriteHold : IAzuriteGrip
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;

    private AzuriteHold(Socket socket, AzuriteRecord record)
    {
        _socket = socket;
        ProcessId = record.Pid;
        Location = record.Location;
        Ended = WatchAsync();
    }

    public AzuriteUse Use => AzuriteUse.Shared;

    public int ProcessId { get; }

    public string Location { get; }

    public Task Ended { get; }

    /// <summary>Null where the keeper is gone or closing.</summary>
    public static async Task<AzuriteHold?> TryAsync(AzuriteRecord record, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        Socket? socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(AzuriteEndpoints.Host, record.Port, either.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes(record.Token + "\n"), either.Token);
            var answer = new byte[16];
            var length = await socket.ReceiveAsync(answer, either.Token);
            if (Encoding.ASCII.GetString(answer, 0, length).Trim() == "held")
            {
                var hold = new AzuriteHold(socket, record);
                socket = null;
                return hold;
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
        finally
        {
            socket?.Dispose();
        }

        return null;
    }

    /// <summary>At once: whoever still holds it waits for its end.</summary>
    public async Task<bool> ReleaseAsync(TimeSpan patience)
    {
        _socket.Dispose();
        await Ended;
        return true;
    }

    public async ValueTask DisposeAsync() => await ReleaseAsync(TimeSpan.Zero);

    // The keeper sends nothing more; the kernel closes the connection with it, however it ends.
    private async Task WatchAsync()
    {
        var nothing = new byte[16];
        try
        {
            while (await _socket.ReceiveAsync(nothing) > 0)
            {
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Broken off by the keeper's end, or by letting go.
        }
    }
}
