using Azure.Core;

namespace FlowFunctions.Storage;

/// <summary>
/// An identity whose tokens nobody's request waits for longer than for storage (<see cref="StoragePatience"/>). Client libraries ask for a token before the policies that could limit it, and the
/// sources of one are tried one after the other, each with its own time-outs.
/// </summary>
internal sealed class PatientIdentity(TokenCredential identity) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => identity.GetToken(requestContext, cancellationToken);

    /// <inheritdoc />
    /// <exception cref="StorageSilentException">The time is over.</exception>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(StoragePatience.LimitAsync(token => identity.GetTokenAsync(requestContext, token).AsTask(), cancellationToken));
}
