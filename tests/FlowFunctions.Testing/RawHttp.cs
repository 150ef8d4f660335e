using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.Testing;

/// <summary>Sends bytes that no HTTP library would, and reads the answer to the end of the connection.</summary>
public static class RawHttp
{
    /// <param name="address">Of which host and port count.</param>
    /// <param name="request">In Latin-1, so that a character is a byte.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>All that came, as UTF-8; empty where the server closed the connection without an answer.</returns>
    /// <exception cref="OperationCanceledException">The connection stayed open for <see cref="Wait.Patience"/>.</exception>
    public static async Task<string> SendAsync(Uri address, string request, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Wait.Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, late.Token);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), late.Token);
        }
        catch (IOException)
        {
            // The server has heard enough.
        }

        using var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, late.Token);
        }
        catch (IOException)
        {
            // What it had not read yet ends the connection hard, after the answer.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }
}
