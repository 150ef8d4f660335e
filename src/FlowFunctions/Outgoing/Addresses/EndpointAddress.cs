namespace FlowFunctions.Outgoing;

/// <summary>Where an endpoint may send us: secrets and signatures belong to the host that the integration names.</summary>
internal static class EndpointAddress
{
    public const int MaximumLength = 2048;

    /// <summary>
    /// The address that a <c>Location</c> means, resolved against the address that gave it. Null, with <paramref name="fault"/> set, where
    /// it is missing, unreadable, or elsewhere than <paramref name="from"/>; going from http to https on the same host is not elsewhere.
    /// </summary>
    public static Uri? Resolve(Uri from, Uri? location, out string fault)
    {
        fault = string.Empty;
        if (location is null)
        {
            fault = "without a Location";
            return null;
        }

        if (!Uri.TryCreate(from, location, out var address) || address.AbsoluteUri.Length > MaximumLength || address.UserInfo.Length > 0)
        {
            fault = "with a Location that is no usable address";
            return null;
        }

        if (!IsSameOrigin(from, address) && !IsUpgrade(from, address))
        {
            fault = $"with a Location on another origin ({address.GetLeftPart(UriPartial.Authority)})";
            return null;
        }

        return address;
    }

    /// <summary>Where a Location points, as the end of a sentence: the address without query, fragment and user, which may hold a secret.</summary>
    public static string Describe(Uri from, Uri? location, bool withPath)
    {
        if (location is null)
        {
            return "nowhere";
        }

        if (!Uri.TryCreate(from, location, out var address) || address.Host.Length == 0)
        {
            return "to no usable address";
        }

        return withPath
            ? $"to {address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}{(address.Query.Length > 0 ? "?…" : "")}"
            : $"to {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}";
    }

    private static bool IsSameOrigin(Uri from, Uri to) =>
        string.Equals(from.Scheme, to.Scheme, StringComparison.Ordinal) && HasSameHost(from, to) && from.Port == to.Port;

    private static bool IsUpgrade(Uri from, Uri to) =>
        from.Scheme == Uri.UriSchemeHttp && to.Scheme == Uri.UriSchemeHttps && HasSameHost(from, to) && from.IsDefaultPort && to.IsDefaultPort;

    private static bool HasSameHost(Uri from, Uri to) => string.Equals(from.IdnHost, to.IdnHost, StringComparison.OrdinalIgnoreCase);
}
