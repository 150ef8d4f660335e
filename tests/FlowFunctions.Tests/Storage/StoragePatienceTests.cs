using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using FlowFunctions.Storage;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Tests.Storage;

/// <summary>Storage that accepts connections and answers nothing.</summary>
public sealed class StoragePatienceTests : IDisposable
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public StoragePatienceTests() => _silent.Start();

    public void Dispose() => _silent.Dispose();

    [Fact]
    public async Task Caller_is_told_soon_that_storage_does_not_answer()
    {
        var table = Table();
        var start = Stopwatch.StartNew();

        var fault = await Record.ExceptionAsync(() => AskAsync(table, TimeSpan.FromSeconds(1)));

        Assert.True(StorageFaults.IsUnavailable(fault!, TestContext.Current.CancellationToken), $"{fault}");

        // Without it, five tries of 15 s each.
        Assert.InRange(start.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Patience_is_for_all_calls_of_a_request_together()
    {
        var table = Table();
        await Record.ExceptionAsync(() => AskAsync(table, TimeSpan.FromSeconds(0.2)));

        var fault = await Record.ExceptionAsync(() => AskAsync(table, TimeSpan.Zero));

        Assert.IsType<StorageSilentException>(fault);
        Assert.True(StorageFaults.IsUnavailable(fault, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Patience_ends_with_the_request()
    {
        var table = Table();
        await Record.ExceptionAsync(() => AskAsync(table, TimeSpan.Zero));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));

        // Nobody's request: it waits on, until it is cancelled here.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: stop.Token));
    }

    private static async Task AskAsync(TableClient table, TimeSpan patience)
    {
        StoragePatience.Begin(patience);
        await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: TestContext.Current.CancellationToken);
    }

    private TableClient Table()
    {
        var address = $"http://{_silent.LocalEndpoint}/account";
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", $"DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;TableEndpoint={address}")])
            .Build();
        return new StorageAccount(configuration).CreateTableClient().GetTableClient("table");
    }
}
