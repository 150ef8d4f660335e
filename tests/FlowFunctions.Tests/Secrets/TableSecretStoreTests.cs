using Azure.Data.Tables;
using FlowFunctions.Secrets;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Connections;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Secrets;

[Needs(Need.Azurite)]
public sealed class TableSecretStoreTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("flow-functions-secrets-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string KeyFolder => Path.Combine(_root, ".flows", "secret-keys");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("s3cret")]
    [InlineData("žluťoučký 漢字 🔑\n")]
    public async Task Secret_is_found_as_it_was_added_also_by_another_process(string text)
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);

        var id = await StoreOn(scope).AddAsync(text, Cancel);

        Assert.Equal(text, await StoreOn(scope).FindAsync(id, Cancel));
    }

    [Fact]
    public async Task Long_secret_is_not_cut()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var text = new string('k', 100_000);

        var id = await StoreOn(scope).AddAsync(text, Cancel);

        Assert.Equal(text, await StoreOn(scope).FindAsync(id, Cancel));
    }

    [Fact]
    public async Task Deleted_secret_is_not_found_and_can_be_deleted_again()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var store = StoreOn(scope);
        var (gone, kept) = (await store.AddAsync("gone", Cancel), await store.AddAsync("kept", Cancel));

        await store.DeleteAsync(gone, Cancel);
        await store.DeleteAsync(gone, Cancel);

        Assert.Null(await store.FindAsync(gone, Cancel));
        Assert.Equal("kept", await store.FindAsync(kept, Cancel));
        Assert.Equal(1, await SecretRows.CountAsync(scope.Tables, Cancel));
    }

    [Fact]
    public async Task Row_holds_neither_the_secret_nor_the_same_for_the_same_secret()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var store = StoreOn(scope);

        var rows = new List<TableEntity>();
        foreach (var id in new[] { await store.AddAsync("canary", Cancel), await store.AddAsync("canary", Cancel) })
        {
            rows.Add((await scope.Tables.Connections.GetEntityAsync<TableEntity>("secrets", id, cancellationToken: Cancel)).Value);
        }

        Assert.All(rows, row => Assert.All(row, property => Assert.DoesNotContain("canary", $"{property.Value}", StringComparison.Ordinal)));
        Assert.NotEqual(rows[0]["Payload"], rows[1]["Payload"]);
    }

    [Fact]
    public async Task Payload_of_another_secret_is_not_read()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var store = StoreOn(scope);
        var (mine, other) = (await store.AddAsync("mine", Cancel), await store.AddAsync("other", Cancel));
        var payload = (await scope.Tables.Connections.GetEntityAsync<TableEntity>("secrets", other, cancellationToken: Cancel)).Value["Payload"];
        await scope.Tables.Connections.UpsertEntityAsync(new TableEntity("secrets", mine) { ["Payload"] = payload }, cancellationToken: Cancel);

        await Assert.ThrowsAsync<SecretUnreadableException>(() => store.FindAsync(mine, Cancel));
    }

    [Fact]
    public async Task Secret_whose_keys_are_lost_says_what_to_do()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var id = await StoreOn(scope).AddAsync("canary", Cancel);
        Directory.Delete(KeyFolder, recursive: true);

        var fault = await Assert.ThrowsAsync<SecretUnreadableException>(() => StoreOn(scope).FindAsync(id, Cancel));

        Assert.Contains(KeyFolder, fault.Message, StringComparison.Ordinal);
        Assert.Contains("enter the credentials again", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_start_at_once_read_each_others_secrets()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        var processes = Enumerable.Range(0, 8).Select(_ => StoreOn(scope)).ToList();

        var ids = await Task.WhenAll(processes.Select(process => Task.Run(() => process.AddAsync("s3cret", Cancel))));

        foreach (var process in processes.Append(StoreOn(scope)))
        {
            Assert.All(await Task.WhenAll(ids.Select(id => process.FindAsync(id, Cancel))), found => Assert.Equal("s3cret", found));
        }
    }

    [Fact]
    public async Task Key_files_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A folder that somebody made before, open to others, is closed.
        Directory.CreateDirectory(KeyFolder);
        File.SetUnixFileMode(KeyFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        await StoreOn(await StorageScope.CreateAsync(azurite.ConnectionString)).AddAsync("s", Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(KeyFolder));
        var files = Directory.GetFiles(KeyFolder);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task New_key_folder_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await StoreOn(await StorageScope.CreateAsync(azurite.ConnectionString)).AddAsync("s", Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(KeyFolder));
    }

    [Fact]
    public async Task Key_folder_that_cannot_be_made_is_an_error_with_the_cure()
    {
        var scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        await File.WriteAllTextAsync(Path.Combine(_root, ".flows"), "a file is in the way", Cancel);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => StoreOn(scope).AddAsync("canary", Cancel));

        Assert.Contains("Secrets:KeyVaultUri", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, await SecretRows.CountAsync(scope.Tables, Cancel));
    }

    private TableSecretStore StoreOn(StorageScope scope) => new(scope.Tables, Options.Create(new SecretsOptions { KeyFolder = KeyFolder }), TimeProvider.System, NullLogger<TableSecretStore>.Instance);
}
