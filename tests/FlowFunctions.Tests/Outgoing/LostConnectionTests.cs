using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.Outgoing;
using FlowFunctions.Storage;
using FlowFunctions.Targets;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Stores.BigQuery;
using FlowFunctions.Targets.Stores.S3;
using FlowFunctions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Moq;

namespace FlowFunctions.Tests.Outgoing;

/// <summary>
/// A connection that is closed as it is made: .NET says so by a bare <see cref="SocketException"/>, and whoever knows what to do without a connection knows only <see cref="HttpRequestException"/>.
/// </summary>
public sealed class LostConnectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_a_connection_that_was_not_made()
    {
        using var invoker = new HttpMessageInvoker(new LostConnectionHandler(new Closing()));
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://target.example/");

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(request, Cancel));

        Assert.Equal(HttpRequestError.ConnectionError, fault.HttpRequestError);
        Assert.IsType<SocketException>(fault.InnerException);
    }

    /// <summary>Outside of it stand only those that know of it.</summary>
    [Theory]
    [InlineData(EndpointExchange.ClientName)]
    [InlineData(AnaplanClient.ClientName)]
    [InlineData(AuthenticationService.ClientName)]
    [InlineData(BigQueryStoreFactory.ServiceClient)]
    [InlineData(BigQueryStoreFactory.ForeignTokenClient)]
    public async Task Is_named_next_to_the_network(string client)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build())
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" })
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .Configure<TelemetryOptions>(_ => { })
            .AddFlowStorage()
            .AddOutgoing()
            .AddTargets()
            .BuildServiceProvider();

        var chain = new List<HttpMessageHandler>();
        for (var at = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client); at is not null; at = (at as DelegatingHandler)?.InnerHandler!)
        {
            chain.Add(at);
        }

        Assert.IsType<SocketsHttpHandler>(chain[^1]);
        Assert.IsType<LostConnectionHandler>(chain[^2]);
    }

    [Fact]
    public async Task Is_named_for_the_library_of_buckets()
    {
        using var clients = new S3HttpClients(followsAmazon: false, new Closing(), TimeSpan.FromSeconds(30));

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => clients.CreateHttpClient(null!).GetAsync(new Uri("http://bucket.example/"), Cancel));

        Assert.Equal(HttpRequestError.ConnectionError, fault.HttpRequestError);
    }

    [Fact]
    public async Task Is_tried_again_where_it_was_one_to_storage()
    {
        using var transport = new ClosingTransport(times: 2);
        var table = Table(StorageAccount.Configure(new TableClientOptions { Transport = transport }));

        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel))).Status);
        Assert.Equal(3, transport.Asked);
    }

    [Fact]
    public async Task Is_storage_that_is_away_where_it_stays()
    {
        using var transport = new ClosingTransport(times: int.MaxValue);
        var table = Table(StorageAccount.Configure(new TableClientOptions { Transport = transport }));

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel));

        Assert.True(StorageFaults.IsUnavailable(fault, Cancel));
        Assert.Equal(5, transport.Asked);
    }

    /// <summary>What the host keeps in storage.</summary>
    [Fact]
    public async Task Is_answered_503_to_the_host()
    {
        using var transport = new ClosingTransport(times: int.MaxValue);
        var inner = new Mock<Microsoft.Extensions.Azure.AzureComponentFactory>();
        inner.Setup(factory => factory.CreateClientOptions(typeof(TableClientOptions), It.IsAny<object>(), It.IsAny<IConfiguration>()))
            .Returns(() => new TableClientOptions { Transport = transport, Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } });
        var options = (TableClientOptions)new PatientComponents(inner.Object).CreateClientOptions(typeof(TableClientOptions), serviceVersion: null, new ConfigurationBuilder().Build());

        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => Table(options).GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel));

        Assert.Equal((503, 2), (fault.Status, transport.Asked));
    }

    private static TableClient Table(TableClientOptions options) => new(new Uri("http://account.example/"), "table", new TableSharedKeyCredential("account", "a2V5"), options);

    private static SocketException Closed() => new((int)SocketError.NotConnected);

    private sealed class Closing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromException<HttpResponseMessage>(Closed());
    }

    private sealed class Absent : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) });
    }

    private sealed class ClosingTransport(int times) : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _real = new(new Absent());

        public int Asked { get; private set; }

        public override Request CreateRequest() => _real.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

        public override ValueTask ProcessAsync(HttpMessage message) => ++Asked <= times ? ValueTask.FromException(Closed()) : _real.ProcessAsync(message);

        public void Dispose() => _real.Dispose();
    }
}
