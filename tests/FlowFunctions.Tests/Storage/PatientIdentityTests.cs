using Azure.Core;
using FlowFunctions.Storage;

namespace FlowFunctions.Tests.Storage;

public sealed class PatientIdentityTests
{
    private static readonly TokenRequestContext Request = new(["https://storage.azure.com/.default"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_that_does_not_come_is_waited_for_no_longer_than_storage()
    {
        var fault = await Record.ExceptionAsync(() => AskAsync(new PatientIdentity(new Silent()), TimeSpan.FromSeconds(0.2)).WaitAsync(TimeSpan.FromSeconds(30), Cancel));

        Assert.IsType<StorageSilentException>(fault);
        Assert.True(StorageFaults.IsUnavailable(fault, Cancel));
    }

    [Fact]
    public void Identity_of_the_service_is_such_a_one() => Assert.IsType<PatientIdentity>(ServiceIdentity.Of(null));

    private static async Task AskAsync(TokenCredential identity, TimeSpan patience)
    {
        StoragePatience.Begin(patience);
        await identity.GetTokenAsync(Request, Cancel);
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
