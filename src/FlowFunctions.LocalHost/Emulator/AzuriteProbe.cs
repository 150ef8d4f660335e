using System.Net.Sockets;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>Asks who listens on the emulator's ports.</summary>
internal static class AzuriteProbe
{
    // A listener on loopback answers in milliseconds; one that takes longer hangs.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    public static async Task<AzuritePresence> LookAsync(AzuriteEndpoints endpoints, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = AnswerWithin };
        var listeners = await Task.WhenAll(endpoints.Services.Select(async service =>
            (service.Service, service.Port, Listener: await AskAsync(http, service.Port, cancellationToken))));
        return new AzuritePresence(listeners);
    }

    private static async Task<PortListener> AskAsync(HttpClient http, int port, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{AzuriteEndpoints.Host}:{port}/devstoreaccount1");
            using var response = await http.SendAsync(request, cancellationToken);
            var server = string.Join(' ', response.Headers.Server);
            return server.StartsWith("Azurite", StringComparison.OrdinalIgnoreCase) ? PortListener.Azurite : PortListener.Other;
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return PortListener.None;
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return PortListener.Other;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PortListener.Other;
        }
    }
}
