using Azure;
using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets.Endpoint;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Integrations;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace FlowFunctions.Tests.Targets.Endpoint;

/// <summary>From a snapshot with masks to what is called, while the integration changes.</summary>
[Needs(Need.Azurite)]
public sealed class EndpointCredentialsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Url = "https://example.com/run?v=1&sig=old-sig";

    private readonly Mock<ISecretStore> _store = new(MockBehavior.Strict);
    private readonly Dictionary<string, string> _kept = [];
    private StorageScope _scope = null!;
    private EndpointCredentials _credentials = null!;
    private IntegrationSecrets _secrets = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scope = await StorageScope.CreateAsync(azurite.ConnectionString);
        _store.Setup(store => store.AddAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((string text, CancellationToken _) =>
        {
            var id = ResourceId.New(DateTimeOffset.UtcNow);
            _kept[id] = text;
            return id;
        });
        _store.Setup(store => store.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => _kept.GetValueOrDefault(id));
        _secrets = new(_store.Object, NullLogger<IntegrationSecrets>.Instance);
        _credentials = new(_scope.Integrations, _secrets);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Snapshot_without_masks_is_called_as_it_is_and_nothing_is_read()
    {
        using var transport = new FaultingTransport(broken: 1, isCarriedOut: false);
        var tables = new StorageTables(
            new TableServiceClient(azurite.ConnectionString, new TableClientOptions { Transport = transport }), Options.Create(new StorageOptions()));
        var credentials = new EndpointCredentials(new(tables), _secrets);

        var opened = await credentials.OpenAsync(TargetHost.Call(Url, endpoint => endpoint with { Headers = Authorization("Bearer plain") }), handle: null, Cancel);

        Assert.Equal((Url, "Bearer plain"), Texts(opened));
        Assert.Equal(0, transport.Requests);
    }

    [Fact]
    public async Task Secrets_that_the_integration_has_now_stand_in_place_of_masks()
    {
        var id = await AddAsync(Url, "Bearer old");
        var call = CallOf(id);

        Assert.Equal((Url, "Bearer old"), Texts(await _credentials.OpenAsync(call, handle: null, Cancel)));
        await ChangeAsync(id, "https://example.com/elsewhere?sig=new-sig", "Bearer new");
        Assert.Equal(("https://example.com/run?v=1&sig=new-sig", "Bearer new"), Texts(await _credentials.OpenAsync(call, handle: null, Cancel)));
    }

    [Fact]
    public async Task Secret_is_read_once_for_as_long_as_it_is_the_same()
    {
        var (id, other) = (await AddAsync(Url, "Bearer old"), await AddAsync(Url, "Bearer other", "Other"));
        for (var exchange = 0; exchange < 3; exchange++)
        {
            Assert.Equal((Url, "Bearer old"), Texts(await _credentials.OpenAsync(CallOf(id), handle: null, Cancel)));
            Assert.Equal((Url, "Bearer other"), Texts(await _credentials.OpenAsync(CallOf(other), handle: null, Cancel)));
        }

        _store.Verify(store => store.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Secret_that_is_replaced_while_it_is_looked_for_is_found()
    {
        var id = await AddAsync(Url, "Bearer old");
        var former = (await _scope.Integrations.GetAsync(id, Cancel))!.EndpointSecretId!;
        _store.Setup(store => store.FindAsync(former, It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await ChangeAsync(id, Url, "Bearer new");
            return null;
        });

        Assert.Equal((Url, "Bearer new"), Texts(await _credentials.OpenAsync(CallOf(id), handle: null, Cancel)));
    }

    [Fact]
    public async Task Secrets_in_an_integration_of_an_earlier_version_are_used()
    {
        var id = await PlainSecrets.AddAsync(_scope.Integrations, "Load sales", Url, ("Authorization", "Bearer plain"));

        Assert.Equal((Url, "Bearer plain"), Texts(await _credentials.OpenAsync(CallOf(id), handle: null, Cancel)));
    }

    [Fact]
    public async Task Deleted_integration_fails_the_step()
    {
        var id = await AddAsync(Url, "Bearer old");
        Assert.Equal((Url, "Bearer old"), Texts(await _credentials.OpenAsync(CallOf(id), handle: null, Cancel)));
        await _scope.Integrations.DeleteAsync((await _scope.Integrations.GetAsync(id, Cancel))!, Cancel);

        await FailsAsync(id, "is deleted, and the secrets of its endpoint with it; create it anew.");
    }

    [Theory]
    [InlineData("https://elsewhere.com/run?sig=a")]
    [InlineData("http://example.com/run?sig=a")]
    [InlineData("https://example.com:8443/run?sig=a")]
    public async Task Secret_of_another_origin_is_not_sent_to_the_former_one(string url)
    {
        var id = await AddAsync(Url, "Bearer old");
        await ChangeAsync(id, url, "Bearer new");

        await FailsAsync(id, "has another address since the run was started, and its secrets are not sent to the former one; start the run again.");
    }

    [Fact]
    public async Task Integration_that_is_no_endpoint_any_more_fails_the_step()
    {
        var id = await AddAsync(Url, "Bearer old");
        await _scope.Integrations.UpdateAsync(id, current => current with { Input = new() { Name = current.Name, ProcessId = "1" }, EndpointSecretId = null }, Cancel);

        await FailsAsync(id, "has another address since the run was started");
    }

    [Fact]
    public async Task Lost_secret_fails_the_step()
    {
        var id = await AddAsync(Url, "Bearer old");
        _kept.Clear();

        await FailsAsync(id, "are lost, or were removed since the run was started; give their values again.");
    }

    [Fact]
    public async Task Removed_header_fails_the_step()
    {
        var id = await AddAsync(Url, "Bearer old");
        await ChangeAsync(id, Url, authorization: null);

        await FailsAsync(id, "were removed since the run was started; start the run again.");
    }

    [Fact]
    public async Task Task_is_asked_for_without_the_parameters_that_were_removed_and_not_without_its_header()
    {
        var id = await AddAsync(Url, "Bearer old");
        await ChangeAsync(id, "https://example.com/run", "Bearer new");

        Assert.Equal("Bearer new", Texts(await _credentials.OpenAsync(CallOf(id), "https://example.com/tasks/9", Cancel)).Item2);
        Assert.False((await _credentials.OpenAsync(CallOf(id), "https://example.com/tasks/9?sig=********", Cancel)).CanBeCalled);
        await ChangeAsync(id, Url, authorization: null);
        Assert.False((await _credentials.OpenAsync(CallOf(id), "https://example.com/tasks/9", Cancel)).CanBeCalled);
    }

    [Fact]
    public async Task Secret_that_cannot_be_decrypted_fails_the_step()
    {
        var id = await AddAsync(Url, "Bearer old");
        _store.Setup(store => store.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SecretUnreadableException("No key.", new InvalidOperationException()));

        await FailsAsync(id, "cannot be decrypted here; give their values again.");
    }

    [Fact]
    public async Task Storage_that_is_away_is_tried_again()
    {
        var id = await AddAsync(Url, "Bearer old");
        _store.Setup(store => store.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new RequestFailedException(503, "Busy."));

        Assert.Equal(
            new TargetReply.Unavailable("The secrets of the endpoint of the integration 'Load sales' cannot be read now.", RunErrorCodes.ConnectionRefused),
            (await _credentials.OpenAsync(CallOf(id), handle: null, Cancel)).Refusal);
    }

    private async Task FailsAsync(string id, string why)
    {
        var opened = await _credentials.OpenAsync(CallOf(id), handle: null, Cancel);

        Assert.False(opened.CanBeCalled);
        var ended = Assert.IsType<TargetReply.Ended>(opened.Refusal);
        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.ConnectionRefused), (ended.Kind, ended.ErrorCode));
        Assert.Contains(why, ended.Message, StringComparison.Ordinal);
        Assert.Contains("'Load sales'", ended.Message, StringComparison.Ordinal);
    }

    private static StepCall CallOf(string id) => TargetHost.Call(
        "https://example.com/run?v=1&sig=********", endpoint => endpoint with { Headers = Authorization(EndpointSecrets.Mask) }) with { Referrer = id };

    private static (string?, string?) Texts(OpenedEndpoint opened) => (opened.Endpoint?.Url, opened.Endpoint?.Headers["Authorization"]);

    private static Dictionary<string, string> Authorization(string value) => new() { ["Authorization"] = value };

    private async Task<string> AddAsync(string url, string authorization, string name = "Load sales")
    {
        var id = await PlainSecrets.AddAsync(_scope.Integrations, name, "https://example.com/");
        await ChangeAsync(id, url, authorization);
        return id;
    }

    private async Task ChangeAsync(string id, string url, string? authorization)
    {
        var (open, secret) = EndpointSecrets.Split(new() { Url = url, Headers = authorization is null ? [] : Authorization(authorization) });
        var secretId = await _secrets.AddAsync(secret!, Cancel);
        await _scope.Integrations.UpdateAsync(id, current => current with { Input = current.Input with { Endpoint = open }, EndpointSecretId = secretId }, Cancel);
    }
}
