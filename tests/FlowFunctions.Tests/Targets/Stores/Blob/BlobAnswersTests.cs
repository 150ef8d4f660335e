using System.Globalization;
using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Stores.Blob;

/// <summary>Answers of a container that would keep its client for as long as they like.</summary>
public sealed class BlobAnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("20", 20)]
    [InlineData("3600", 3600)]
    [InlineData("31536000", 3600)]
    public async Task Long_time_that_the_service_asks_for_is_for_the_run_to_wait(string retryAfter, int seconds)
    {
        var asked = 0;
        await using var server = await Server.StartAsync(context =>
        {
            asked++;
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });

        var fault = await FindAsync(server, "sales.csv").WaitAsync(Wait.Patience, Cancel).MustFailAsync(StoreFault.Unavailable);

        Assert.Equal((1, TimeSpan.FromSeconds(seconds)), (asked, fault.RetryAfter));
    }

    [Fact]
    public async Task Short_time_that_the_service_asks_for_is_waited_for()
    {
        var asked = 0;
        await using var server = await Server.StartAsync(context =>
        {
            context.Response.StatusCode = asked++ == 0 ? 503 : 404;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });

        await FindAsync(server, "sales.csv").MustFailAsync(StoreFault.Missing);

        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a", "b")]
    public async Task List_that_does_not_go_on_where_it_says_is_a_failure(params string[] markers)
    {
        var asked = 0;
        await using var server = await Server.StartAsync(context =>
        {
            var marker = asked < 10 ? markers[asked++ % markers.Length] : "";
            context.Response.ContentType = "application/xml";
            return context.Response.WriteAsync(string.Create(
                CultureInfo.InvariantCulture, $"<?xml version=\"1.0\"?><EnumerationResults><Blobs/><NextMarker>{marker}</NextMarker></EnumerationResults>"));
        });

        var fault = await FindAsync(server, "*.csv").MustFailAsync(StoreFault.Other);

        Assert.Contains("its list does not go on", fault.Message, StringComparison.Ordinal);
        Assert.InRange(asked, 1, 3);
    }

    private static async Task<SourceItem> FindAsync(Server server, string name)
    {
        await using var host = new StoreHost(("Targets:AzureBlob:ServiceAddress", $"{server.Url}/{{account}}"));
        return await host.Open(new AzureBlobSettings("acme", "loads"), new AzureBlobSecret("sv=1&sig=a")).FindAsync(name, Cancel);
    }

    private sealed class Server(RequestDelegate answer) : LoopbackServer
    {
        public static Task<Server> StartAsync(RequestDelegate answer) => StartAsync(new Server(answer));

        protected override Task HandleAsync(HttpContext context) => answer(context);
    }
}
