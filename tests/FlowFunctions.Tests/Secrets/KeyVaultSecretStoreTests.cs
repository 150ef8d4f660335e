using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Azure.Security.KeyVault.Secrets;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Secrets;

[Needs(Need.Azurite)]
public sealed class KeyVaultSecretStoreTests(AzuriteFixture azurite) : IDisposable
{
    private readonly ScriptedVault _vault = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _vault.Dispose();

    [Fact]
    public async Task Secret_is_added_found_and_deleted_under_a_name_of_its_own()
    {
        var store = Store();

        var id = await store.AddAsync("s3cret", Cancel);
        var found = await store.FindAsync(id, Cancel);
        await store.DeleteAsync(id, Cancel);

        Assert.Equal("s3cret", found);
        Assert.Empty(_vault.Secrets);
        var name = $"/secrets/flows-connection-{id}";
        Assert.Equal([$"PUT {name}", $"GET {name}", $"DELETE {name}"], _vault.Asked);
    }

    [Fact]
    public async Task Secret_that_is_not_there_is_null_and_its_deletion_nothing()
    {
        var store = Store();
        var id = await store.AddAsync("s3cret", Cancel);
        await store.DeleteAsync(id, Cancel);

        Assert.Null(await store.FindAsync(id, Cancel));
        await store.DeleteAsync(id, Cancel);
    }

    [Fact]
    public async Task Listed_are_the_applications_own_secrets_that_are_old_enough()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));
        var store = new KeyVaultSecretStore(_vault.Connect(), "https://one.table.core.windows.net/Connections", time);
        var another = new KeyVaultSecretStore(_vault.Connect(), "https://another.table.core.windows.net/Connections", time);
        await another.AddAsync("another installation's", Cancel);
        var old = await store.AddAsync("old", Cancel);
        time.Advance(TimeSpan.FromMinutes(1));
        await store.AddAsync("young", Cancel);
        _vault.Secrets["flows-connection-of-somebody-else"] = "x";
        _vault.Secrets["database-password"] = "x";

        var listed = new List<string>();
        await foreach (var id in store.ListAddedBeforeAsync(time.GetUtcNow() - TimeSpan.FromSeconds(1), Cancel))
        {
            listed.Add(id);
        }

        Assert.Equal([old], listed);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Vault_that_does_not_answer_is_a_fault_that_passes(HttpStatusCode status)
    {
        _vault.Broken = status;

        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => Store().AddAsync("canary", Cancel));

        Assert.True(StorageFaults.IsUnavailable(fault, Cancel));
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20")]
    [InlineData("31536000")]
    public async Task Vault_that_asks_for_a_long_time_is_left_alone_and_the_caller_told_at_once(string retryAfter)
    {
        var store = Store(SecretsRegistration.ClientOptions());
        (_vault.Broken, _vault.RetryAfter) = (HttpStatusCode.TooManyRequests, retryAfter);

        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => store.AddAsync("canary", Cancel).WaitAsync(Wait.Patience, Cancel));

        Assert.True(StorageFaults.IsUnavailable(fault, Cancel));
        Assert.Single(_vault.Asked);
    }

    [Fact]
    public async Task Vault_that_is_silent_is_waited_for_no_longer_than_storage()
    {
        var store = Store(SecretsRegistration.ClientOptions());
        _vault.IsSilent = true;

        var fault = await Record.ExceptionAsync(() => AskAsync(store, TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(45), Cancel));

        Assert.True(StorageFaults.IsUnavailable(fault!, Cancel), $"{fault}");
    }

    [Fact]
    public async Task Deletion_of_a_connection_does_not_wait_for_a_vault_that_is_silent()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services.AddSingleton<ISecretStore>(Store(SecretsRegistration.ClientOptions())));
        var created = (await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"))).MustBeOk();
        _vault.IsSilent = true;

        var deletion = application.Client.SendAsync("DELETE", $"integrations/connections/{created.Json.GetProperty("connections").GetProperty("connectionId").GetString()}");

        (await deletion.WaitAsync(4 * ConnectionSecrets.DropPatience, Cancel)).MustBeOk();
    }

    [Fact]
    public async Task Connections_keep_their_credentials_in_the_vault_and_not_in_the_tables()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services.AddSingleton<ISecretStore>(Store()));
        var created = (await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"))).MustBeOk();
        var path = $"integrations/connections/{created.Json.GetProperty("connections").GetProperty("connectionId").GetString()}";

        Assert.Contains(ConnectionBodies.SecretAccessKey, Assert.Single(_vault.Secrets).Value, StringComparison.Ordinal);
        (await application.Client.SendAsync("PATCH", path, """{"secretAccessKey":"rotated"}""")).MustBeOk();
        Assert.Contains("rotated", Assert.Single(_vault.Secrets).Value, StringComparison.Ordinal);
        Assert.Contains(ConnectionBodies.AccessKeyId, Assert.Single(_vault.Secrets).Value, StringComparison.Ordinal);
        Assert.Equal(0, await SecretRows.CountAsync(application, Cancel));
        (await application.Client.SendAsync("DELETE", path)).MustBeOk();
        Assert.Empty(_vault.Secrets);
    }

    [Fact]
    public async Task Longest_credentials_fit_into_a_vault()
    {
        var bigQuery = ConnectionBodies.BigQueryBody("BQ");
        bigQuery["serviceAccountKey"]!["private_key"] = "";
        bigQuery["serviceAccountKey"]!["private_key"] = new string('\n', 10_000 - bigQuery["serviceAccountKey"]!.AsObject().Sum(member => member.Value!.GetValue<string>().Length));
        var s3 = ConnectionBodies.S3Body("S3");
        (s3["accessKeyId"], s3["secretAccessKey"]) = (new string('"', 4096), new string('\\', 4096));
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services.AddSingleton<ISecretStore>(Store()));

        foreach (var (type, body) in new[] { ("GoogleBigQuery", bigQuery), ("AmazonS3", s3) })
        {
            (await application.Client.SendAsync("POST", "integrations/connections", new JsonObject { ["type"] = type, ["body"] = body }.ToJsonString())).MustBeOk();
        }

        Assert.Equal(2, _vault.Secrets.Count);
    }

    [Fact]
    public async Task Vault_that_does_not_answer_makes_503_and_no_connection()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services.AddSingleton<ISecretStore>(Store()));
        _vault.Broken = HttpStatusCode.ServiceUnavailable;

        var answer = await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"));

        answer.MustBeError(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(0, (await application.Connections.ListAsync(new(0, 10), Cancel)).TotalSize);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task Deletion_of_a_connection_does_not_wait_for_a_vault_that_does_not_answer_or_refuses(HttpStatusCode status)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, services => services.AddSingleton<ISecretStore>(Store()));
        var created = (await application.Client.SendAsync("POST", "integrations/connections", ConnectionBodies.S3("S3"))).MustBeOk();
        _vault.Broken = status;

        (await application.Client.SendAsync("DELETE", $"integrations/connections/{created.Json.GetProperty("connections").GetProperty("connectionId").GetString()}")).MustBeOk();

        Assert.Equal(0, (await application.Connections.ListAsync(new(0, 10), Cancel)).TotalSize);
    }

    private static async Task AskAsync(KeyVaultSecretStore store, TimeSpan patience)
    {
        StoragePatience.Begin(patience);
        await store.FindAsync("019ab000000070008000000000000004", Cancel);
    }

    private KeyVaultSecretStore Store(SecretClientOptions? options = null) => new(_vault.Connect(options), "https://acme.table.core.windows.net/Connections", TimeProvider.System);
}
