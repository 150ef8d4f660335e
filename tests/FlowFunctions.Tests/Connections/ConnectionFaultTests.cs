using Azure;
using FlowFunctions.Connections;
using FlowFunctions.Core.Connections;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Secrets;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Connections;

/// <summary>Breaks each request to storage in turn: whatever is left, a connection has the credentials that belong to it.</summary>
[Needs(Need.Azurite)]
public sealed class ConnectionFaultTests(AzuriteFixture azurite) : IDisposable
{
    private const int MoreThanAnyNeeds = 12;

    private static readonly ConnectionInput Old = new() { Name = "Old", Settings = new AmazonS3Settings("old-bucket") };
    private static readonly ConnectionInput New = new() { Name = "New", Settings = new AmazonS3Settings("new-bucket") };
    private static readonly AmazonS3Secret OldSecret = new("OLD", "old");
    private static readonly AmazonS3Secret NewSecret = new("NEW", "new");

    private readonly string _keys = Directory.CreateTempSubdirectory("flow-functions-keys-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Creation_that_breaks_leaves_a_whole_connection_or_none(bool isCarriedOut)
    {
        await ForEachRequestAsync(isCarriedOut, isThere: false, (editor, _) => editor.CreateAsync(new(New, NewSecret), new("ann", Role.Editor), Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_that_breaks_leaves_the_old_connection_or_the_new(bool isCarriedOut)
    {
        await ForEachRequestAsync(isCarriedOut, isThere: true, (editor, id) =>
            editor.ChangeAsync(id, _ => Core.Documents.Parsed<ConnectionDraft>.Valid(new(New, NewSecret)), Request(), Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletion_that_breaks_leaves_a_whole_connection_or_none(bool isCarriedOut)
    {
        await ForEachRequestAsync(isCarriedOut, isThere: true, (editor, id) => editor.DeleteAsync(id, Request(), Cancel));
    }

    // The client library repeats a request whose answer was lost, and finds its own write in the way.
    [Fact]
    public async Task Change_whose_answer_is_lost_and_repeated_succeeds_and_keeps_its_credentials()
    {
        var breaks = 0;
        for (var request = 1; request <= MoreThanAnyNeeds; request++)
        {
            var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
            var id = await AddOldAsync(scope.Tables);
            using var transport = new FaultingTransport(request, isCarriedOut: true);

            var answer = await EditorOn(scope.TablesThrough(transport, retries: 2)).ChangeAsync(
                id, _ => Core.Documents.Parsed<ConnectionDraft>.Valid(new(New, NewSecret)), Request(), Cancel);

            Assert.False(answer.IsError, $"Request {request}: {answer.Message}");
            Assert.Equal((New, NewSecret), await ReadAsync(scope.Tables, id));
            Assert.Equal(1, await SecretRows.CountAsync(scope.Tables, Cancel));
            breaks += transport.Requests > request ? 1 : 0;
        }

        Assert.True(breaks >= 4, $"Only {breaks} requests were broken.");
    }

    private async Task ForEachRequestAsync(bool isCarriedOut, bool isThere, Func<ConnectionEditor, string, Task<ApiResult>> call)
    {
        for (var request = 1; request <= MoreThanAnyNeeds; request++)
        {
            var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
            var id = isThere ? await AddOldAsync(scope.Tables) : "";
            using var transport = new FaultingTransport(request, isCarriedOut);
            var isBroken = false;
            try
            {
                await call(EditorOn(scope.TablesThrough(transport, retries: 0)), id);
            }
            catch (RequestFailedException)
            {
                isBroken = true;
            }

            var left = await new ConnectionStore(scope.Tables).ListAsync(new(0, 10), Cancel);
            foreach (var connection in left.Items)
            {
                var found = await ReadAsync(scope.Tables, connection.Id);
                Assert.True(found == (Old, OldSecret) || found == (New, NewSecret), $"Request {request}: {found}");
            }

            // A deletion, or the dropping of what is no longer needed, may break as well; then a secret too many is left, never one too few.
            Assert.InRange(await SecretRows.CountAsync(scope.Tables, Cancel), left.Items.Count, left.Items.Count + 1);
            if (transport.Requests < request)
            {
                Assert.False(isBroken);
                Assert.True(request > 2, "Nothing was broken.");
                return;
            }
        }

        Assert.Fail("The call needs more requests than were broken.");
    }

    private static HttpRequest Request()
    {
        var http = new DefaultHttpContext();
        http.SetCaller(new("ann", Role.Editor));
        return http.Request;
    }

    private async Task<string> AddOldAsync(StorageTables tables)
    {
        Assert.False((await EditorOn(tables).CreateAsync(new(Old, OldSecret), new("ann", Role.Editor), Cancel)).IsError);
        return (await new ConnectionStore(tables).ListAsync(new(0, 1), Cancel)).Items[0].Id;
    }

    private async Task<(ConnectionInput, ConnectionSecret?)> ReadAsync(StorageTables tables, string id)
    {
        var connection = (await new ConnectionStore(tables).GetAsync(id, Cancel))!;
        return (connection.Input, await SecretsOn(tables).FindAsync(connection.SecretId!, Cancel));
    }

    private ConnectionEditor EditorOn(StorageTables tables)
    {
        var connections = new ConnectionStore(tables);
        return new(connections, SecretsOn(tables), new(connections, new(tables), StoreOn(tables), TimeProvider.System, NullLogger<UnusedSecrets>.Instance), TimeProvider.System);
    }

    private ConnectionSecrets SecretsOn(StorageTables tables) => new(StoreOn(tables), NullLogger<ConnectionSecrets>.Instance);

    private TableSecretStore StoreOn(StorageTables tables) =>
        new(tables, Options.Create(new SecretsOptions { KeyFolder = _keys }), TimeProvider.System, NullLogger<TableSecretStore>.Instance);
}
