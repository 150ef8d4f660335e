namespace FlowFunctions.Targets.Stores;

/// <summary>What the addresses of services in the configuration have in common.</summary>
internal static class StoreAddress
{
    /// <summary>Whether paths can be set behind the address.</summary>
    public static bool IsBase(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
