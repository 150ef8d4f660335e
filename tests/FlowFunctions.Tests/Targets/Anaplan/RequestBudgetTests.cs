using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using FlowFunctions.Storage;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Targets.Anaplan;

[Needs(Need.Azurite)]
[TakesLong]
public sealed class RequestBudgetTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _prefix = "T" + Guid.CreateVersion7().ToString("N")[^15..];
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Tables().Targets.CreateIfNotExistsAsync(Cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Hosts_share_the_limit_and_all_get_through()
    {
        const int limit = 40;
        var sent = new ConcurrentBag<DateTimeOffset>();
        RequestBudget[] hosts = [Budget(limit), Budget(limit), Budget(limit)];

        var taking = Task.WhenAll(hosts.SelectMany(host => Enumerable.Range(0, 35).Select(async _ =>
        {
            await host.TakeAsync(Cancel);
            sent.Add(_time.GetUtcNow());
        })));
        await PassTimeUntilAsync(taking);

        Assert.Equal(105, sent.Count);
        Assert.True(BudgetLedgerTests.MostInAWindow([.. sent]) <= limit);
    }

    [Fact]
    public async Task First_come_is_first_served()
    {
        using var budget = Budget(1);

        var taking = Enumerable.Range(0, 6).Select(_ => budget.TakeAsync(Cancel)).ToList();

        foreach (var (first, number) in taking.Select((task, number) => (task, number)))
        {
            await PassTimeUntilAsync(first);
            Assert.All(taking.Skip(number + 1), later => Assert.False(later.IsCompleted));
        }
    }

    [Fact]
    public async Task Step_that_polls_asks_storage_seldom()
    {
        using var transport = new CountingTransport();
        using var budget = Budget(600, transport);

        for (var poll = 0; poll < 60; poll++)
        {
            await budget.TakeAsync(Cancel);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.InRange(transport.Requests, 1, 20);
    }

    [Fact]
    public async Task Pause_holds_everybody_up_to_its_end()
    {
        using var budget = Budget(600);
        await budget.TakeAsync(Cancel);

        budget.Pause(TimeSpan.FromSeconds(20));
        budget.Pause(TimeSpan.FromSeconds(5));
        var taking = budget.TakeAsync(Cancel);

        _time.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        Assert.False(taking.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        await taking.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
    }

    [Fact]
    public async Task Whoever_gives_up_holds_nobody_up()
    {
        using var budget = Budget(1);
        await budget.TakeAsync(Cancel);
        using var giveUp = new CancellationTokenSource();
        var first = budget.TakeAsync(giveUp.Token);
        var second = budget.TakeAsync(Cancel);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        await PassTimeUntilAsync(second);
    }

    [Fact]
    public async Task Host_keeps_to_its_share_while_storage_is_away_and_accounts_for_it_afterwards()
    {
        var log = new Mock<ILogger<RequestBudget>>();
        log.Setup(logger => logger.IsEnabled(It.IsAny<LogLevel>())).Returns(true);
        using var transport = new AwayTransport { IsAway = true };
        using var budget = Budget(40, transport, log.Object);
        var sent = new ConcurrentBag<DateTimeOffset>();
        async Task TakeAsync()
        {
            await budget.TakeAsync(Cancel);
            sent.Add(_time.GetUtcNow());
        }

        await PassTimeUntilAsync(Task.WhenAll(Enumerable.Range(0, 25).Select(_ => TakeAsync())));
        Assert.True(BudgetLedgerTests.MostInAWindow([.. sent]) <= 40 / RequestBudget.ShareWithoutStorage);

        transport.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(15));
        await PassTimeUntilAsync(Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TakeAsync())));
        Assert.True(BudgetLedgerTests.MostInAWindow([.. sent]) <= 40);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], log.Invocations.Where(call => call.Method.Name == nameof(ILogger.Log)).Select(call => (LogLevel)call.Arguments[0]));
    }

    private StorageTables Tables(HttpPipelineTransport? transport = null)
    {
        var client = new TableClientOptions { Retry = { MaxRetries = 0 } };
        client.Transport = transport ?? client.Transport;
        return new(new TableServiceClient(azurite.ConnectionString, client), Options.Create(new StorageOptions { StoragePrefix = _prefix }));
    }

    /// <summary>As a host of its own has it.</summary>
    private RequestBudget Budget(int limit, HttpPipelineTransport? transport = null, ILogger<RequestBudget>? log = null)
    {
        var options = Options.Create(new AnaplanOptions { UserName = "ann", Password = "secret", RequestsPerMinute = limit });
        return new(new BudgetStore(Tables(transport), options), options, _time, log ?? NullLogger<RequestBudget>.Instance);
    }

    /// <summary>In steps well within the tolerance, so that whoever passes has told so before the clock is far on.</summary>
    private Task PassTimeUntilAsync(Task task) => Wait.Until(
        () =>
        {
            if (!task.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
            }

            return task.IsCompletedSuccessfully || (task.IsFaulted ? throw task.Exception : false);
        },
        TimeSpan.FromMinutes(2),
        () => _time.GetUtcNow());
}
