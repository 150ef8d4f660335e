using System.Net.Sockets;
using FlowFunctions.Outgoing;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets.Endpoint;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>Connections are made to the addresses that they may have, and to no other.</summary>
public sealed class ConnectionGuardTests : IAsyncDisposable
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private readonly RawServer _server = RawServer.Start(Answer);
    private NetworkStream? _connection;
    private bool _sendsAtOnce;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", null)]
    public async Task Private_network_is_reached_where_it_is_allowed_alone(string host, bool? isAllowed)
    {
        var fault = await Record.ExceptionAsync(() => CallAsync(host, isAllowed));

        Assert.Equal(isAllowed is true, _connection is not null);
        Assert.Equal(
            isAllowed is true ? null : $"'{host}' is on a private network, which endpoints may not reach. Set Targets:AllowPrivateNetworks to allow it.",
            fault?.InnerException?.Message ?? fault?.Message);
        Assert.Equal(isAllowed is not true, (fault?.InnerException ?? fault) is PrivateNetworkException);
    }

    [Fact]
    public async Task Connection_sends_at_once_what_it_is_given_and_ends_with_its_stream()
    {
        await CallAsync("127.0.0.1", true);

        // The client has ended, and its connection with it.
        Assert.True(_sendsAtOnce);
        Assert.Throws<ObjectDisposedException>(() => _connection!.Socket.Available);
    }

    [Fact]
    public async Task Connection_that_is_refused_says_so()
    {
        using var refusing = new RefusingPort();

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("127.0.0.1", true, refusing.Number));

        Assert.Equal(SocketError.ConnectionRefused, (fault.InnerException as SocketException)?.SocketErrorCode);
    }

    [Fact]
    public async Task Name_that_nobody_knows_says_so() =>
        Assert.IsType<SocketException>((await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("nobody.invalid", false))).InnerException);

    private async Task CallAsync(string host, bool? isAllowed, int? port = null)
    {
        var guard = new ConnectionGuard(Options.Create(new TargetsOptions { AllowPrivateNetworks = isAllowed }));
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
            {
                _connection = (NetworkStream)await guard.ConnectAsync(context, token);
                _sendsAtOnce = _connection.Socket.NoDelay;
                return _connection;
            },
            UseProxy = false,
        };
        using var client = new HttpClient(handler, disposeHandler: false);
        using var answer = await client.GetAsync(new Uri($"http://{host}:{port ?? new Uri(_server.Url).Port}/"), Cancel);
    }
}
