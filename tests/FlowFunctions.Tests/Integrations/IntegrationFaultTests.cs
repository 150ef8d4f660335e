using Azure;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Integrations;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Connections;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Integrations;

/// <summary>Breaks each request to storage in turn: whatever is left, an endpoint has the secrets that belong to it.</summary>
[Needs(Need.Azurite)]
public sealed class IntegrationFaultTests(AzuriteFixture azurite) : IDisposable
{
    private const int MoreThanAnyNeeds = 24;

    private static readonly IntegrationInput Old = Of("Old", "https://a.example/?sig=old&v=1", "old");
    private static readonly IntegrationInput New = Of("New", "https://b.example/?sig=new&v=2", "new");
    private static readonly IntegrationInput Kept = Of("Kept", "https://a.example/?sig=********&v=3", "new");

    private readonly string _keys = Directory.CreateTempSubdirectory("flow-functions-keys-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Creation_that_breaks_leaves_a_whole_endpoint_or_none(bool isCarriedOut) =>
        ForEachRequestAsync(isCarriedOut, AddNothingAsync, (tables, _) => EditorOn(tables).CreateAsync(New, new("ann", Role.Editor), Cancel));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Change_that_breaks_leaves_the_old_endpoint_or_the_new(bool isCarriedOut) =>
        ForEachRequestAsync(isCarriedOut, AddOldAsync, (tables, id) => ChangeAsync(tables, id, New));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Change_of_a_part_that_breaks_leaves_the_old_endpoint_or_the_new(bool isCarriedOut) =>
        ForEachRequestAsync(isCarriedOut, AddOldAsync, (tables, id) => ChangeAsync(tables, id, Kept));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Change_of_an_integration_with_plain_secrets_that_breaks_leaves_the_old_endpoint_or_the_new(bool isCarriedOut) =>
        ForEachRequestAsync(isCarriedOut, AddPlainAsync, (tables, id) => ChangeAsync(tables, id, Kept));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Deletion_that_breaks_leaves_a_whole_endpoint_or_none(bool isCarriedOut) =>
        ForEachRequestAsync(isCarriedOut, AddOldAsync, (tables, id) => EditorOn(tables).DeleteAsync(id, Request(), new Mock<DurableTaskClient>("test").Object, Cancel));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Move_of_plain_secrets_that_breaks_leaves_them_where_they_were_or_where_they_go(bool isCarriedOut) =>
        ForEachRequestAsync(isCarriedOut, AddPlainAsync, async (tables, _) =>
        {
            var (ready, logger) = (new StorageReadiness(), new FakeLogger<EndpointSecretsMigration>());
            using var migration = new EndpointSecretsMigration(new(tables), SecretsOn(tables), ready, new FakeTimeProvider(), logger);
            ready.MarkReady();
            await migration.StartAsync(Cancel);
            await Wait.Until(() => migration.ExecuteTask!.IsCompleted || logger.Collector.Count > 0);
            await migration.StopAsync(Cancel);
        });

    // The client library repeats a request whose answer was lost, and finds its own write in the way.
    [Fact]
    public async Task Change_whose_answer_is_lost_and_repeated_succeeds_and_keeps_its_secrets()
    {
        var breaks = 0;
        for (var request = 1; request <= MoreThanAnyNeeds; request++)
        {
            var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
            var id = await AddOldAsync(scope.Tables);
            using var transport = new FaultingTransport(request, isCarriedOut: true);

            await ChangeAsync(scope.TablesThrough(transport, retries: 2), id, New);

            Assert.Equal(Texts(New), await ReadAsync(scope.Tables, id));
            Assert.Equal(1, await SecretRows.CountAsync(scope.Tables, Cancel));
            breaks += transport.Requests > request ? 1 : 0;
        }

        Assert.True(breaks >= 4, $"Only {breaks} requests were broken.");
    }

    private async Task ForEachRequestAsync(bool isCarriedOut, Func<StorageTables, Task<string>> prepare, Func<StorageTables, string, Task> call)
    {
        for (var request = 1; request <= MoreThanAnyNeeds; request++)
        {
            var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
            var id = await prepare(scope.Tables);
            using var transport = new FaultingTransport(request, isCarriedOut);
            var isBroken = false;
            try
            {
                await call(scope.TablesThrough(transport, retries: 0), id);
            }
            catch (RequestFailedException)
            {
                isBroken = true;
            }

            var left = await scope.Integrations.ListAsync(new(0, 10), Cancel);
            foreach (var integration in left.Items)
            {
                var found = await ReadAsync(scope.Tables, integration.Id);
                Assert.Contains(found, new[] { Texts(Old), Texts(New), Texts(Of("Kept", "https://a.example/?sig=old&v=3", "new")) });
            }

            // A deletion, or the dropping of what is no longer needed, may break as well; then a secret too many is left, never one too few.
            var needed = left.Items.Count(integration => integration.EndpointSecretId is not null);
            Assert.InRange(await SecretRows.CountAsync(scope.Tables, Cancel), needed, needed + 1);
            if (transport.Requests < request)
            {
                Assert.False(isBroken);
                Assert.True(request > 2, "Nothing was broken.");
                return;
            }
        }

        Assert.Fail("The call needs more requests than were broken.");
    }

    private Task<ApiResult> ChangeAsync(StorageTables tables, string id, IntegrationInput input) =>
        EditorOn(tables).ChangeAsync(id, _ => Parsed<IntegrationInput>.Valid(input), Request(), Cancel);

    private static HttpRequest Request()
    {
        var http = new DefaultHttpContext();
        http.SetCaller(new("ann", Role.Editor));
        return http.Request;
    }

    private static Task<string> AddNothingAsync(StorageTables tables) => Task.FromResult("");

    private async Task<string> AddOldAsync(StorageTables tables)
    {
        await EditorOn(tables).CreateAsync(Old, new("ann", Role.Editor), Cancel);
        return (await new IntegrationStore(tables).ListAsync(new(0, 1), Cancel)).Items[0].Id;
    }

    private static async Task<string> AddPlainAsync(StorageTables tables) => await PlainSecrets.AddAsync(new(tables), Old);

    /// <summary>Name, address and key, with the secrets.</summary>
    private async Task<(string, string, string)> ReadAsync(StorageTables tables, string id)
    {
        var integration = (await new IntegrationStore(tables).GetAsync(id, Cancel))!;
        var endpoint = EndpointSecrets.Join(EndpointSecrets.Split(integration.Input.Endpoint!).Open, (await SecretsOn(tables).ReadAsync(integration, Cancel))!);
        return Texts(integration.Input with { Endpoint = endpoint });
    }

    private static (string, string, string) Texts(IntegrationInput integration) => (integration.Name, integration.Endpoint!.Url, integration.Endpoint.Headers["X-Key"]);

    private static IntegrationInput Of(string name, string url, string key) =>
        new() { Name = name, Endpoint = new() { Url = url, Headers = new Dictionary<string, string> { ["X-Key"] = key } } };

    private IntegrationEditor EditorOn(StorageTables tables)
    {
        var (connections, integrations) = (new ConnectionStore(tables), new IntegrationStore(tables));
        return new(
            integrations,
            SecretsOn(tables),
            new(connections, integrations, StoreOn(tables), TimeProvider.System, NullLogger<UnusedSecrets>.Instance),
            new(tables),
            connections,
            interrupted: null!,
            new(tables),
            new(new(tables), TimeProvider.System),
            TimeProvider.System,
            NullLogger<IntegrationEditor>.Instance);
    }

    private IntegrationSecrets SecretsOn(StorageTables tables) => new(StoreOn(tables), NullLogger<IntegrationSecrets>.Instance);

    private TableSecretStore StoreOn(StorageTables tables) =>
        new(tables, Options.Create(new SecretsOptions { KeyFolder = _keys }), TimeProvider.System, NullLogger<TableSecretStore>.Instance);
}
