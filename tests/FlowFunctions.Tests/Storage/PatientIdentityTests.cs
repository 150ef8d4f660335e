using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using FlowFunctions.Storage;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Storage;

public sealed class PatientIdentityTests
{
    private static readonly TokenRequestContext Request = new(["https://storage.azure.com/.default"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_that_does_not_come_is_waited_for_no_longer_than_storage()
    {
        var fault = await Record.ExceptionAsync(() => AskAsync(new PatientIdentity(new Silent()), TimeSpan.FromSeconds(0.2)).WaitAsync(Wait.Patience, Cancel));

        Assert.IsType<StorageSilentException>(fault);
        Assert.True(StorageFaults.IsUnavailable(fault, Cancel));
    }

    /// <summary>Neither one who goes away nor one who waits no longer ends the request of the others.</summary>
    [Fact]
    public async Task Token_that_others_wait_for_comes_though_the_first_who_asked_has_no_patience()
    {
        var source = new Slow();
        var identity = new PatientIdentity(source);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var impatient = AskAsync(identity, TimeSpan.FromSeconds(0.2));
        var leaving = identity.GetTokenAsync(Request, leaves.Token).AsTask();
        var patient = identity.GetTokenAsync(Request, Cancel).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAsync<StorageSilentException>(() => impatient.WaitAsync(Wait.Patience, Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(Wait.Patience, Cancel));
        source.Token.SetResult(new("token", DateTimeOffset.MaxValue));

        Assert.Equal(("token", 1), ((await patient.WaitAsync(Wait.Patience, Cancel)).Token, source.Requests));
    }

    [Fact]
    public async Task Token_is_asked_for_again_where_it_was_not_to_be_had_and_for_each_scope()
    {
        var source = new Slow();
        var identity = new PatientIdentity(source);
        source.Token.SetException(new TimeoutException("test"));

        await Assert.ThrowsAsync<TimeoutException>(() => identity.GetTokenAsync(Request, Cancel).AsTask());
        await Assert.ThrowsAsync<TimeoutException>(() => identity.GetTokenAsync(Request, Cancel).AsTask());
        source.Token = new();
        var storage = identity.GetTokenAsync(Request, Cancel).AsTask();
        var vault = identity.GetTokenAsync(new(["https://vault.azure.net/.default"]), Cancel).AsTask();
        source.Token.SetResult(new("token", DateTimeOffset.MaxValue));
        await Task.WhenAll(storage, vault);

        Assert.Equal(4, source.Requests);
    }

    /// <summary>The client library gives all who wait for a token the end of the first who asked.</summary>
    [Fact]
    public async Task Request_that_waits_for_the_token_of_one_who_has_no_patience_is_made_all_the_same()
    {
        var source = new Slow();
        using var empty = new HttpClient(new Empty());
        using var transport = new HttpClientTransport(empty);
        var options = StorageAccount.Configure(new TableClientOptions { Transport = transport });
        var table = new TableServiceClient(new Uri("https://account.table.core.windows.net"), new PatientIdentity(source), options).GetTableClient("table");

        var impatient = AskAsync(TimeSpan.FromSeconds(0.3));
        var patient = table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel);
        await Assert.ThrowsAsync<StorageSilentException>(() => impatient.WaitAsync(Wait.Patience, Cancel));
        source.Token.SetResult(new("token", DateTimeOffset.MaxValue));

        Assert.False((await patient.WaitAsync(Wait.Patience, Cancel)).HasValue);

        async Task AskAsync(TimeSpan patience)
        {
            StoragePatience.Begin(patience);
            await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel);
        }
    }

    [Fact]
    public void Identity_of_the_service_is_such_a_one() => Assert.IsType<PatientIdentity>(ServiceIdentity.Of(null));

    private static async Task AskAsync(TokenCredential identity, TimeSpan patience)
    {
        StoragePatience.Begin(patience);
        await identity.GetTokenAsync(Request, Cancel);
    }

    /// <summary>A table without rows.</summary>
    private sealed class Empty : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)
        {
            Content = new StringContent("""{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en","value":"None."}}}""", Encoding.UTF8, "application/json"),
        });
    }

    /// <summary>Gives its token when the test does.</summary>
    private sealed class Slow : TokenCredential
    {
        private int _requests;

        public int Requests => _requests;

        public TaskCompletionSource<AccessToken> Token { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            return await Token.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Silent : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return default;
        }
    }
}
