namespace FlowFunctions.Core.Connections;

/// <param name="SasToken">A shared access signature: a query string without its question mark.</param>
public sealed record AzureBlobSecret(string SasToken) : ConnectionSecret;
