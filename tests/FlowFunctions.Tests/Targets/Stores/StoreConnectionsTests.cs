using System.Security.Cryptography;
using FlowFunctions.Core;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Targets.Stores.BigQuery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.Tests.Targets.Stores;

[Needs(Need.Azurite)]
public sealed class StoreConnectionsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly AmazonS3Secret Key = new("id", "key");

    private readonly ScriptedStore _script = new();
    private ApiApplication? _application;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ConnectionStore Connections => _application!.Connections;

    private StoreConnections Stores => field ??= new(
        Connections,
        _application!.Services.GetRequiredService<ConnectionSecrets>(),
        new(Connections, NullLogger<ConnectionStanding>.Instance),
        [_script]);

    public async ValueTask InitializeAsync() => _application = await ApiApplication.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => _application!.DisposeAsync();

    [Fact]
    public async Task Application_opens_connections_of_every_kind()
    {
        using var key = RSA.Create(2048);
        (ConnectionSettings Settings, ConnectionSecret? Secret)[] connections =
        [
            (new AmazonS3Settings("loads"), Key),
            (new AzureBlobSettings("acme", "loads"), new AzureBlobSecret("sv=1&sig=a")),
            (new AzureBlobSettings("acme", "loads", AzureAuthMethod.ManagedIdentity), null),
            (new GoogleBigQuerySettings("sales"), new GoogleBigQuerySecret(FakeBigQuery.KeyOf(key))),
        ];
        var stores = _application!.Services.GetRequiredService<StoreConnections>();

        List<ConnectionType> opened = [];
        foreach (var (settings, secret) in connections)
        {
            await stores.OpenAsync(await AddAsync(settings, secret, $"{settings}"), settings.Type, Cancel);
            opened.Add(settings.Type);
        }

        Assert.Equal(Enum.GetValues<ConnectionType>(), opened.Distinct().Order());
    }

    [Fact]
    public async Task Deleted_connection_is_told()
    {
        var fault = await Stores.OpenAsync(ResourceId.New(TimeProvider.System.GetUtcNow()), ConnectionType.AmazonS3, Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Contains("is deleted; give the integration another one", fault.Message, StringComparison.Ordinal);
        Assert.Equal((RunErrorCodes.ConnectionRefused, false), (fault.ErrorCode, fault.IsTransient));
    }

    [Fact]
    public async Task Connection_of_another_kind_is_told()
    {
        var fault = await Stores.OpenAsync(await AddAsync(), ConnectionType.AzureBlob, Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Contains("leads to AmazonS3, but the job needs one to AzureBlob", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_credentials_are_told()
    {
        var id = await AddAsync();
        await _application!.Services.GetRequiredService<ISecretStore>().DeleteAsync((await Connections.GetAsync(id, Cancel))!.SecretId!, Cancel);

        var fault = await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Contains("credentials of the connection 'Nightly files' are lost; enter them again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_is_opened_once_until_its_connection_changes()
    {
        var id = await AddAsync();
        await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);
        await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);
        Assert.Equal([Key], _script.OpenedWith);

        (await _application!.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"secretAccessKey":"new"}""")).MustBeOk();
        await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);

        Assert.Equal([Key, new AmazonS3Secret("id", "new")], _script.OpenedWith);
    }

    [Fact]
    public async Task Refused_credentials_are_kept_with_the_connection_until_they_work_again()
    {
        var id = await AddAsync();
        var store = await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);

        _script.IsRefused = true;
        await store.FindAsync("a", Cancel).MustFailAsync(StoreFault.Refused);
        Assert.Equal(RunErrorCodes.ConnectionRefused, await CodeAsync(id));

        _script.IsRefused = false;
        var again = await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);
        await again.BeginWriteAsync("a", false, "op", Cancel);
        Assert.Null(await CodeAsync(id));

        _script.IsRefused = true;
        await again.ReadChunksAsync(new("a", "1", 1), null, 1).MustFailAsync(StoreFault.Refused);
        Assert.Equal(RunErrorCodes.ConnectionRefused, await CodeAsync(id));
    }

    [Fact]
    public async Task Use_that_teaches_nothing_new_writes_nothing()
    {
        var id = await AddAsync();
        var store = await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);
        var before = (await Connections.GetAsync(id, Cancel))!.ETag;
        await store.FindAsync("a", Cancel);
        Assert.Equal(before, (await Connections.GetAsync(id, Cancel))!.ETag);

        _script.IsRefused = true;
        await store.FindAsync("a", Cancel).MustFailAsync(StoreFault.Refused);
        var refused = (await Connections.GetAsync(id, Cancel))!.ETag;
        await store.FindAsync("a", Cancel).MustFailAsync(StoreFault.Refused);
        await (await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel)).FindAsync("a", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Equal(refused, (await Connections.GetAsync(id, Cancel))!.ETag);
    }

    [Fact]
    public async Task What_is_known_of_old_credentials_is_not_said_of_new_ones()
    {
        var id = await AddAsync();
        var store = await Stores.OpenAsync(id, ConnectionType.AmazonS3, Cancel);
        (await _application!.Client.SendAsync("PATCH", $"integrations/connections/{id}", """{"secretAccessKey":"new"}""")).MustBeOk();

        _script.IsRefused = true;
        await store.FindAsync("a", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Null(await CodeAsync(id));
    }

    private async Task<int?> CodeAsync(string id) => (await Connections.GetAsync(id, Cancel))!.ErrorCode;

    private async Task<string> AddAsync(ConnectionSettings? settings = null, ConnectionSecret? secret = null, string? name = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var input = new ConnectionInput { Name = name ?? (settings is null ? "Nightly files" : settings.Type.ToString()), Settings = settings ?? new AmazonS3Settings("loads") };
        var used = settings is null ? Key : secret;
        var document = new ConnectionDocument
        {
            Id = ResourceId.New(now),
            Input = input,
            SecretId = used is null ? null : await _application!.Services.GetRequiredService<ConnectionSecrets>().AddAsync(used, Cancel),
            CreatedBy = "ann",
            CreationDate = now,
            ModificationDate = now,
        };
        Assert.True((await Connections.CreateAsync(document, Cancel)).IsWritten);
        return document.Id;
    }
}
