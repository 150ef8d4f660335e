using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Tests.Storage;

/// <summary>Storage that says when to come back.</summary>
public sealed class ShortRetriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tables", "Retry-After", "20")]
    [InlineData("queues", "Retry-After", "3600")]
    [InlineData("blobs", "Retry-After", "31536000")]
    [InlineData("blobs", "Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT")]
    [InlineData("tables", "x-ms-retry-after-ms", "20000")]
    public async Task Long_time_is_for_the_caller_to_wait_who_is_told_at_once(string service, string header, string value)
    {
        await using var storage = await Storage.StartAsync(header, value);

        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => storage.AskAsync(service).WaitAsync(Wait.Patience, Cancel));

        Assert.Equal((503, 1), (fault.Status, storage.Asked));
        Assert.True(StorageFaults.IsUnavailable(fault, Cancel));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("nonsense")]
    public async Task Short_time_is_waited_for(string value)
    {
        await using var storage = await Storage.StartAsync("Retry-After", value, busy: 1);

        await storage.AskAsync("tables");

        Assert.Equal(2, storage.Asked);
    }

    private sealed class Storage(string header, string value, int busy) : LoopbackServer
    {
        public int Asked { get; private set; }

        public static Task<Storage> StartAsync(string header, string value, int busy = int.MaxValue) => StartAsync(new Storage(header, value, busy));

        public Task AskAsync(string service)
        {
            var address = $"{Url}/account";
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(
                    [new("AzureWebJobsStorage", $"DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;TableEndpoint={address};QueueEndpoint={address};BlobEndpoint={address}")])
                .Build();
            var account = new StorageAccount(configuration);
            return service switch
            {
                "tables" => account.CreateTableClient().GetTableClient("table").GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel),
                "queues" => account.CreateQueueClient().GetQueueClient("queue").GetPropertiesAsync(Cancel),
                _ => account.CreateBlobClient().GetBlobContainerClient("container").GetPropertiesAsync(cancellationToken: Cancel),
            };
        }

        protected override Task HandleAsync(HttpContext context)
        {
            if (++Asked <= busy)
            {
                context.Response.StatusCode = 503;
                context.Response.Headers[header] = value;
                return Task.CompletedTask;
            }

            context.Response.StatusCode = 404;
            return context.Response.WriteAsJsonAsync(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["odata.error"] = new { code = "ResourceNotFound", message = new { lang = "en", value = "None." } },
            });
        }
    }
}
