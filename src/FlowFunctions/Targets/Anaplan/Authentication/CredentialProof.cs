using System.Net.Http.Headers;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>What proves to the authentication service who asks.</summary>
/// <param name="Authorization">The header.</param>
/// <param name="Content">The body; null for none.</param>
internal sealed record CredentialProof(AuthenticationHeaderValue Authorization, HttpContent? Content);
