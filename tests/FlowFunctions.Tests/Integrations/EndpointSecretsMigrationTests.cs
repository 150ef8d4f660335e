using Azure;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Connections;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Integrations;

/// <summary>Integrations of earlier versions, after the first start of one that keeps endpoints' secrets apart.</summary>
[Needs(Need.Azurite)]
public sealed class EndpointSecretsMigrationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Url = "https://example.com/run?v=1&sig=old-sig";

    private readonly string _keys = Directory.CreateTempSubdirectory("flow-functions-keys-").FullName;
    private readonly StorageReadiness _ready = new();
    private readonly FakeTimeProvider _time = new(PlainSecrets.Created.AddDays(10));
    private readonly FakeLogger<EndpointSecretsMigration> _logger = new();
    private StorageScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReadOnlyList<(int Event, string Text)> Log => [.. _logger.Collector.GetSnapshot().Select(line => (line.Id.Id, $"{line.Message} {line.Exception}".Trim()))];

    public async ValueTask InitializeAsync() => _scope = await StorageScope.CreateAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_keys, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Plain_secrets_are_moved_and_nothing_else_of_their_integration_changes()
    {
        List<string> ids = [];
        for (var number = 0; number < 20; number++)
        {
            ids.Add(await PlainSecrets.AddAsync(_scope.Integrations, $"Plain {number}", Url, ("Authorization", $"Bearer {number}"), ("X-Team", "t")));
        }

        var open = await PlainSecrets.AddAsync(_scope.Integrations, "Open", "https://example.com/");
        var before = await _scope.Integrations.GetManyAsync([.. ids, open], Cancel);

        await MigrateAsync();

        Assert.Equal(before[open].ETag, (await _scope.Integrations.GetAsync(open, Cancel))!.ETag);
        foreach (var (id, number) in ids.Select((id, number) => (id, number)))
        {
            var moved = (await _scope.Integrations.GetAsync(id, Cancel))!;
            var whole = EndpointSecrets.Join(moved.Input.Endpoint!, (await Secrets().FindAsync(moved.EndpointSecretId!, Cancel))!);
            Assert.Equal((Url, $"Bearer {number}", "t"), (whole.Url, whole.Headers["Authorization"], whole.Headers["X-Team"]));
            Assert.Equal("https://example.com/run?v=1&sig=********", moved.Input.Endpoint!.Url);
            Assert.Equal((before[id].ModificationDate, null), (moved.ModificationDate, moved.ModifiedBy));
        }

        Assert.Equal([(1305, "The secrets of 20 endpoints were moved from their integrations to the store of secrets.")], Log);
        Assert.Equal(20, await SecretRows.CountAsync(_scope.Tables, Cancel));
    }

    [Fact]
    public async Task Second_start_and_a_second_host_move_nothing_again()
    {
        await PlainSecrets.AddAsync(_scope.Integrations, "Plain", Url);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync()));
        var moved = (await _scope.Integrations.ListAsync(new(0, 1), Cancel)).Items[0];
        await MigrateAsync();

        Assert.Equal(moved.ETag, (await _scope.Integrations.GetAsync(moved.Id, Cancel))!.ETag);
        Assert.Equal(1, await SecretRows.CountAsync(_scope.Tables, Cancel));
        Assert.Equal([1305], Log.Select(line => line.Event));
    }

    [Fact]
    public async Task Change_that_comes_between_is_kept()
    {
        var id = await PlainSecrets.AddAsync(_scope.Integrations, "Plain", Url);
        var store = new Mock<ISecretStore>();
        store.SetupSequence(secrets => secrets.AddAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(async () =>
            {
                await _scope.Integrations.UpdateAsync(id, current => current with { ActiveRunId = "run" }, Cancel);
                return "first";
            })
            .ReturnsAsync("second");

        await MigrateAsync(store.Object);

        var moved = (await _scope.Integrations.GetAsync(id, Cancel))!;
        Assert.Equal(("run", "second"), (moved.ActiveRunId, moved.EndpointSecretId));
        store.Verify(secrets => secrets.DeleteAsync("first", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task Failure_of_one_is_logged_without_its_secret_keeps_none_of_the_others_and_is_tried_again()
    {
        var bad = await PlainSecrets.AddAsync(_scope.Integrations, "Bad", "https://example.com/?sig=bad-canary");
        var good = await PlainSecrets.AddAsync(_scope.Integrations, "Good", Url);
        var isBad = true;
        var store = new Mock<ISecretStore>();
        store.Setup(secrets => secrets.AddAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string text, CancellationToken _) => isBad && text.Contains("bad-canary", StringComparison.Ordinal)
                ? throw new RequestFailedException(400, "Too long.")
                : Task.FromResult("kept"));
        using var migration = Migration(store.Object);
        _ready.MarkReady();

        await migration.StartAsync(Cancel);
        await Wait.Until(() => Log.Any(line => line.Event == 1306) && Log.Any(line => line.Event == 1305));
        Assert.Equal("kept", (await _scope.Integrations.GetAsync(good, Cancel))!.EndpointSecretId);
        isBad = false;
        await Wait.Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return migration.ExecuteTask!.IsCompleted;
        });

        Assert.Equal("kept", (await _scope.Integrations.GetAsync(bad, Cancel))!.EndpointSecretId);
        Assert.DoesNotContain(Log, line => line.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_read_before_the_tables_are_there()
    {
        using var migration = Migration(StoreOf());

        await migration.StartAsync(Cancel);
        Assert.False(migration.ExecuteTask!.IsCompleted);
        await migration.StopAsync(Cancel);

        Assert.Empty(Log);
    }

    private async Task MigrateAsync(ISecretStore? store = null)
    {
        using var migration = Migration(store ?? StoreOf());
        _ready.MarkReady();
        await migration.StartAsync(Cancel);
        await migration.ExecuteTask!.WaitAsync(Cancel);
    }

    private EndpointSecretsMigration Migration(ISecretStore store) =>
        new(_scope.Integrations, new(store, NullLogger<IntegrationSecrets>.Instance), _ready, _time, _logger);

    private IntegrationSecrets Secrets() => new(StoreOf(), NullLogger<IntegrationSecrets>.Instance);

    private TableSecretStore StoreOf() =>
        new(_scope.Tables, Options.Create(new SecretsOptions { KeyFolder = _keys }), TimeProvider.System, NullLogger<TableSecretStore>.Instance);
}
