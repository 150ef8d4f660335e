using FlowFunctions.Core;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>Which names of which connections are looked through for writes that a crash has left open.</summary>
[Needs(Need.Azurite)]
public sealed class LostWritesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ScriptedStore _script = new();
    private ApiApplication _application = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _application = await ApiApplication.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Looked_through_are_the_names_that_exports_write_to_in_buckets()
    {
        var bucket = await AddConnectionAsync("bucket", new AmazonS3Settings("loads"), new AmazonS3Secret("id", "key"));
        var container = await AddConnectionAsync("container", new AzureBlobSettings("acme", "loads"), new AzureBlobSecret("sv=1&sig=a"));
        await AddIntegrationAsync("exports", (JobType.AnaplanToAmazonS3, bucket, "plan.csv"), (JobType.AnaplanToAmazonS3, bucket, "out/sales.csv"));
        await AddIntegrationAsync("others", (JobType.AmazonS3ToAnaplan, bucket, "in.csv"), (JobType.AnaplanToAzureBlob, container, "blob.csv"));

        Assert.Equal(2, await RepairAsync());

        var (names, begunBefore) = Assert.Single(_script.LookedFor);
        Assert.Equal(["out/sales.csv", "plan.csv"], names);
        Assert.Equal(_application.Time.GetUtcNow().AddDays(-7), begunBefore);
    }

    /// <summary>What was begun under an earlier name is still there.</summary>
    [Fact]
    public async Task Integration_that_was_renamed_is_looked_for_under_the_names_that_it_ran_under()
    {
        var bucket = await AddConnectionAsync("bucket", new AmazonS3Settings("loads"), new AmazonS3Secret("id", "key"));
        await AddIntegrationAsync("Plan 2027", (JobType.AnaplanToAmazonS3, bucket, "out/"), (JobType.AnaplanToAmazonS3, bucket, "plan.csv"));
        var id = (await _application.Integrations.ListAsync(new(0, 10), Cancel)).Items.Single().Id;
        var run = RunInputs.OfOneIntegration("a").Run with { OwnerId = id };
        await _application.Services.GetRequiredService<RunHistory>().PutAsync(run with { Name = "Plan 2026" }, Cancel);

        await RepairAsync();

        Assert.Equal(["out/Plan 2026.csv", "out/Plan 2027.csv", "plan.csv"], Assert.Single(_script.LookedFor).Names);
    }

    [Fact]
    public async Task Store_that_refuses_is_no_fault_of_the_others()
    {
        var bucket = await AddConnectionAsync("bucket", new AmazonS3Settings("loads"), new AmazonS3Secret("id", "key"));
        await AddIntegrationAsync("exports", (JobType.AnaplanToAmazonS3, bucket, "plan.csv"));
        _script.IsRefused = true;

        Assert.Equal(0, await RepairAsync());

        Assert.Single(_script.LookedFor);
        Assert.Null((await _application.Connections.GetAsync(bucket, Cancel))!.ErrorCode);
    }

    [Fact]
    public async Task Store_that_is_silent_holds_up_no_other()
    {
        foreach (var name in new[] { "one", "two" })
        {
            var bucket = await AddConnectionAsync(name, new AmazonS3Settings(name), new AmazonS3Secret("id", "key"));
            await AddIntegrationAsync(name, (JobType.AnaplanToAmazonS3, bucket, "plan.csv"));
        }

        _script.SilentLooks = 1;
        var repair = RepairAsync();
        await Wait.Until(() => _script.LookedFor.Count == 1);
        _application.Time.Advance(LostWrites.Patience);

        Assert.Equal(1, await repair.WaitAsync(Wait.Patience, Cancel));
        Assert.Equal(2, _script.LookedFor.Count);
    }

    [Fact]
    public async Task Without_a_bucket_nothing_is_looked_through()
    {
        Assert.Equal(0, await RepairAsync());
        Assert.Empty(_script.LookedFor);
    }

    private Task<int> RepairAsync()
    {
        var stores = new StoreConnections(
            _application.Connections,
            _application.Services.GetRequiredService<ConnectionSecrets>(),
            new(_application.Connections, NullLogger<ConnectionStanding>.Instance),
            [_script]);
        var lost = new LostWrites(
            _application.Integrations, _application.Connections, stores, _application.Services.GetRequiredService<IRunNames>(), _application.Time, NullLogger<LostWrites>.Instance);
        return lost.RepairAsync(new FakeOrchestrations().Client, Cancel);
    }

    private async Task<string> AddConnectionAsync(string name, ConnectionSettings settings, ConnectionSecret secret)
    {
        var now = _application.Time.GetUtcNow();
        var connection = new ConnectionDocument
        {
            Id = ResourceId.New(now),
            Input = new() { Name = name, Settings = settings },
            SecretId = await _application.Services.GetRequiredService<ConnectionSecrets>().AddAsync(secret, Cancel),
            CreatedBy = "ann",
            CreationDate = now,
            ModificationDate = now,
        };
        Assert.True((await _application.Connections.CreateAsync(connection, Cancel)).IsWritten);
        return connection.Id;
    }

    private async Task AddIntegrationAsync(string name, params (JobType Type, string Connection, string Item)[] jobs)
    {
        var now = _application.Time.GetUtcNow();
        Assert.True((await _application.Integrations.CreateAsync(
            new()
            {
                Id = ResourceId.New(now),
                Input = new()
                {
                    Name = name,
                    Jobs = [.. jobs.Select(job => new JobInput { Type = job.Type, Item = new() { ConnectionId = job.Connection, Name = job.Item }, Action = new("116000000001", null) })],
                },
                CreatedBy = "ann",
                CreationDate = now,
                ModificationDate = now,
            },
            Cancel)).IsWritten);
    }
}
