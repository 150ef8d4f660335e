namespace FlowFunctions.Outgoing;

/// <summary>An endpoint's name resolves to addresses that calls may not go to.</summary>
internal sealed class PrivateNetworkException(string host)
    : IOException($"'{host}' is on a private network, which endpoints may not reach. Set Targets:AllowPrivateNetworks to allow it.");
