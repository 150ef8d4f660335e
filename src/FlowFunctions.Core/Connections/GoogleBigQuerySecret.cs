namespace FlowFunctions.Core.Connections;

/// <param name="ServiceAccountKey">The members of the key's file, by the names that Google gives them (<c>private_key</c>).</param>
public sealed record GoogleBigQuerySecret(IReadOnlyDictionary<string, string> ServiceAccountKey) : ConnectionSecret;
