using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Stores.Blob;

[Needs(Need.Azurite)]
public sealed class BlobDataStoreTests(AzuriteFixture azurite) : FileStoreContract
{
    private readonly BlobServiceClient _account = new(azurite.ConnectionString);
    private readonly string _container = $"loads-{Guid.CreateVersion7():N}";
    private StoreHost? _host;

    private protected override IDataStore Store => field ??= Reopen();

    public override async ValueTask InitializeAsync()
    {
        await _account.GetBlobContainerClient(_container).CreateAsync(cancellationToken: Cancel);
        var address = _account.Uri.AbsoluteUri.Replace(_account.AccountName, "{account}", StringComparison.Ordinal);
        _host = new(("Targets:AzureBlob:ServiceAddress", address));
    }

    public override async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Token_that_may_only_read_is_refused_where_it_writes()
    {
        var store = Open(_container, Sas(AccountSasPermissions.Read | AccountSasPermissions.List));
        await Store.WriteAsync("sales.csv", Bytes(3));

        Assert.Equal(3, (await store.ReadAsync("sales.csv")).Length);
        var state = await store.BeginWriteAsync("new.csv", overwrite: false, "op", Cancel);
        await store.WriteBlocksAsync(state, Bytes(3)).MustFailAsync(StoreFault.Refused);
    }

    [Fact]
    public async Task Token_that_may_not_list_opens_the_container_all_the_same() =>
        Assert.True((await Open(_container, Sas(AccountSasPermissions.Read | AccountSasPermissions.Write)).CheckAsync(Cancel)).Works);

    [Fact]
    public async Task Token_for_objects_alone_opens_the_container_for_jobs_and_for_a_check()
    {
        var store = Open(_container, Sas(AccountSasPermissions.Read | AccountSasPermissions.Write, types: AccountSasResourceTypes.Object));

        await store.WriteAsync("sales.csv", Bytes(3));

        Assert.Equal(3, (await store.ReadAsync("sales.csv")).Length);
        Assert.True((await store.CheckAsync(Cancel)).Works);
    }

    [Fact]
    public async Task Token_that_may_neither_list_nor_read_is_refused_by_a_check() =>
        await Open(_container, Sas(AccountSasPermissions.Write, types: AccountSasResourceTypes.Object)).CheckAsync(Cancel).MustFailAsync(StoreFault.Refused);

    [Fact]
    public async Task Token_that_has_ended_is_refused()
    {
        var store = Open(_container, Sas(AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddMinutes(-1)));

        var fault = await store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Contains("may have expired", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_does_not_answer_is_unavailable()
    {
        using var nobody = new RefusingPort();
        await using var host = new StoreHost(("Targets:AzureBlob:ServiceAddress", $"http://127.0.0.1:{nobody.Number}/{{account}}"));
        var store = host.Open(new AzureBlobSettings("acme", "loads"), new AzureBlobSecret("sv=1&sig=a"));

        var fault = await store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Unavailable);

        Assert.True(fault.IsTransient);
    }

    [Fact]
    public void Identity_of_the_service_is_not_sent_in_the_clear()
    {
        var fault = Assert.Throws<StoreException>(() => _host!.Open(new AzureBlobSettings("acme", "loads", AzureAuthMethod.ManagedIdentity), secret: null));

        Assert.Equal(StoreFault.Connection, fault.Fault);
        Assert.Contains("over https only", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_the_longest_kind_keeps_the_state_short()
    {
        var name = new string('ü', 512) + "/sales.csv";

        Assert.InRange((await Store.BeginWriteAsync(name[^512..], overwrite: false, "019ab000000070008000000000000004", Cancel)).Length, 512, 1999);
    }

    private protected override IDataStore Reopen() => Open(_container, Sas(AccountSasPermissions.All));

    private protected override IDataStore OpenWrongly() => Open(_container, "sv=2024-11-04&ss=b&srt=sco&sp=rwl&se=2099-01-01T00:00:00Z&sig=AAAA");

    private protected override IDataStore OpenMissing() => Open($"none-{Guid.CreateVersion7():N}", Sas(AccountSasPermissions.All));

    /// <summary>Times of change are whole seconds there.</summary>
    private protected override async Task NewerAsync(string name, byte[] bytes)
    {
        var before = await LatestAsync();
        await Store.WriteAsync(name, bytes);
        var operation = 0;
        await Wait.Until(async () =>
        {
            await Store.WriteAsync(name, bytes, overwrite: true, $"again-{++operation}");
            return await LatestAsync() != before;
        });
    }

    private async Task<DateTimeOffset?> LatestAsync()
    {
        DateTimeOffset? latest = null;
        await foreach (var blob in _account.GetBlobContainerClient(_container).GetBlobsAsync(cancellationToken: Cancel))
        {
            latest = latest is null || blob.Properties.LastModified > latest ? blob.Properties.LastModified : latest;
        }

        return latest;
    }

    private IDataStore Open(string container, string sas) => _host!.Open(new AzureBlobSettings(_account.AccountName, container), new AzureBlobSecret(sas));

    private string Sas(AccountSasPermissions permissions, DateTimeOffset? end = null, AccountSasResourceTypes types = AccountSasResourceTypes.All) => _account
        .GenerateAccountSasUri(permissions, end ?? TimeProvider.System.GetUtcNow().AddHours(1), types)
        .Query.TrimStart('?');
}
