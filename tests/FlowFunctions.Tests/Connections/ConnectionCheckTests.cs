using System.Net;
using System.Text.Json;
using FlowFunctions.Secrets;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Targets.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FlowFunctions.Tests.Connections;

[Needs(Need.Azurite)]
public sealed class ConnectionCheckTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ScriptedStore _store = new();
    private ApiApplication _application = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(azurite.ConnectionString, services =>
        {
            services.RemoveAll<IDataStoreFactory>();
            services.AddSingleton<IDataStoreFactory>(_store);
        });
        var created = await _application.Client.SendAsync(
            "POST", "integrations/connections", """{"type":"AmazonS3","body":{"name":"Files","bucketName":"loads","accessKeyId":"AKIA0123456789ABCDEF","secretAccessKey":"canary-of-the-secret-0123456789abcdefghij"}}""");
        _id = created.MustBeOk().Json.GetProperty("connections").GetProperty("connectionId").GetString()!;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Credentials_that_work_are_said_to()
    {
        var check = await CheckAsync();

        Assert.True(check.GetProperty("works").GetBoolean());
        Assert.Equal("The credentials open it.", check.GetProperty("message").GetString());
        Assert.Equal("2026-11-23T09:30:00.000Z", check.GetProperty("checkedAt").GetString());
    }

    [Fact]
    public async Task Credentials_that_are_refused_are_said_to_be_with_the_cure_and_noted_with_the_connection_until_they_work()
    {
        _store.IsRefused = true;
        var refused = await CheckAsync();
        var noted = await StatusAsync();
        _store.IsRefused = false;
        await CheckAsync();

        Assert.False(refused.GetProperty("works").GetBoolean());
        Assert.Contains("Renew them in the connection", refused.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((0, 1), (noted, await StatusAsync()));
    }

    [Fact]
    public async Task Place_that_is_gone_is_said_to_be_and_noted_with_the_connection_until_it_is_there()
    {
        _store.IsMissing = true;
        var missing = await CheckAsync();
        var noted = await StatusAsync();
        _store.IsMissing = false;
        await CheckAsync();

        Assert.False(missing.GetProperty("works").GetBoolean());
        Assert.Contains("does not exist", missing.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal((0, 1), (noted, await StatusAsync()));
    }

    [Fact]
    public async Task Credentials_that_are_lost_are_said_to_be_and_noted_with_the_connection()
    {
        var connection = await _application.Connections.GetAsync(_id, CancellationToken.None);
        await _application.Services.GetRequiredService<ISecretStore>().DeleteAsync(connection!.SecretId!, CancellationToken.None);

        var check = await CheckAsync();

        Assert.False(check.GetProperty("works").GetBoolean());
        Assert.Contains("are lost; enter them again", check.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal(0, await StatusAsync());
    }

    [Fact]
    public async Task What_the_store_does_not_say_is_neither_good_nor_bad_and_changes_nothing()
    {
        _store.IsRefused = true;
        await CheckAsync();
        _store.IsRefused = false;
        _store.Standing = new(null, "It may not list.");

        Assert.Equal(JsonValueKind.Null, (await CheckAsync()).GetProperty("works").ValueKind);
        Assert.Equal(0, await StatusAsync());
    }

    [Fact]
    public async Task Store_that_does_not_answer_keeps_nobody_waiting()
    {
        _store.Standing = null;

        var waiting = CheckAsync();
        await Wait.Until(() =>
        {
            _application.Time.Advance(TimeSpan.FromSeconds(5));
            return waiting.IsCompleted;
        });

        Assert.Equal(JsonValueKind.Null, (await waiting).GetProperty("works").ValueKind);
        Assert.Contains("within 20 seconds", (await waiting).GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_may_not_have_others_asked_and_unknown_connection_is_not_found()
    {
        (await _application.ClientWith(ApiApplication.ViewerKey).SendAsync("POST", $"integrations/connections/{_id}/check")).MustBeError(HttpStatusCode.Forbidden);
        (await _application.Client.SendAsync("POST", $"integrations/connections/{RouteSamples.UnknownId}/check")).MustBeError(HttpStatusCode.NotFound);
    }

    private async Task<JsonElement> CheckAsync() =>
        (await _application.ClientWith(ApiApplication.OperatorKey).SendAsync("POST", $"integrations/connections/{_id}/check")).MustBeOk().Json.GetProperty("check");

    private async Task<int> StatusAsync() =>
        (await _application.Client.SendAsync("GET", "integrations/connections")).MustBeOk().Json.GetProperty("connections")[0].GetProperty("status").GetInt32();
}
