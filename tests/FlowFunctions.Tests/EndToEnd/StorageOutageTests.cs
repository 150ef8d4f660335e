using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>Tables that are away while the task hub works, for longer than any other fault of an activity is put up with.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class StorageOutageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Run_goes_on_when_storage_is_back()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        var account = azurite.NewAccount();
        var unique = "e" + Guid.CreateVersion7().ToString("N")[^15..];
        using var transport = new HandlesAway();
        var tables = new TableServiceClient(account, new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } });
        await using var app = await ServedApp.StartAsync(
            account, unique: unique, configure: builder => builder.Services.AddSingleton(new StorageTables(tables, Options.Create(new StorageOptions { StoragePrefix = unique }))));
        var flow = await app.CreateFlowAsync(new StepOf("a", endpoint.Url + "/a"), new StepOf("b", endpoint.Url + "/b", ["a"]));
        transport.AreAway = true;

        var run = await app.StartRunAsync(flow);
        await Wait.Until(() => transport.Refused > ActivityRetry.Attempts);
        Assert.Empty(endpoint.Received);
        transport.AreAway = false;

        var ended = await Wait.For(async () => (await app.GetAsync($"2/0/integrationflows/{flow}/runs/{run}"))["run"]!, read => read["endDate"] is not null);
        Assert.Equal("Success", (string)ended["message"]!);
        Assert.Equal(["/a", "/b"], endpoint.Received.Select(request => request.Path));
    }

    /// <summary>Answers every request for the handle of a step as a busy account does.</summary>
    private sealed class HandlesAway : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _real = new();
        private volatile bool _areAway;
        private int _refused;

        public bool AreAway
        {
            get => _areAway;
            set => _areAway = value;
        }

        public int Refused => Volatile.Read(ref _refused);

        public override Request CreateRequest() => _real.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            if (AreAway && await IsOfHandleAsync(message.Request, message.CancellationToken))
            {
                Interlocked.Increment(ref _refused);
                throw new Azure.RequestFailedException(503, "The server is busy.");
            }

            await _real.ProcessAsync(message);
        }

        public void Dispose() => _real.Dispose();

        /// <summary>One that reads or changes it has its key in the address, one that adds it in the row.</summary>
        private static async Task<bool> IsOfHandleAsync(Request request, CancellationToken cancellationToken)
        {
            if (request.Method != RequestMethod.Post || request.Content is not { } content)
            {
                return Uri.UnescapeDataString(request.Uri.ToString()).Contains("RowKey='step-", StringComparison.Ordinal);
            }

            using var row = new MemoryStream();
            await content.WriteToAsync(row, cancellationToken);
            return Encoding.UTF8.GetString(row.ToArray()).Contains("\"step-", StringComparison.Ordinal);
        }
    }
}
