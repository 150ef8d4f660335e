using System.Net;

namespace FlowFunctions.LocalHost.Tests.Emulator;

/// <summary>A web server that is no Azurite.</summary>
internal sealed class OtherProgram : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _answering;

    public OtherProgram(int port)
    {
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _answering = AnswerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        ((IDisposable)_listener).Dispose();
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (_listener.IsListening)
            {
                var request = await _listener.GetContextAsync();
                request.Response.Headers[HttpResponseHeader.Server] = "Other/1.0";
                request.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException || (fault is InvalidOperationException && !_listener.IsListening))
        {
            // Stopped.
        }
    }
}
