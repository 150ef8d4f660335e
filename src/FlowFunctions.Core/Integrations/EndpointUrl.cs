using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads the address of an endpoint. Where it may lead is checked when it is called, for names change their addresses.</summary>
internal static class EndpointUrl
{
    public static string? Read(DocumentValue value)
    {
        if (value.AsString(EndpointInput.MaximumUrlLength) is not { } url)
        {
            return null;
        }

        if (FindFault(url) is { } fault)
        {
            value.Refuse(fault);
            return null;
        }

        return url;
    }

    private static string? FindFault(string url)
    {
        // The address parser trims and repairs; what is called should be what is written.
        if (url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
        {
            return "Must not contain spaces, control characters or backslashes.";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0)
        {
            return "Must be an absolute http or https address.";
        }

        if (uri.UserInfo.Length > 0 || uri.GetComponents(UriComponents.StrongAuthority, UriFormat.UriEscaped).Contains('@', StringComparison.Ordinal))
        {
            return "Must not contain user information.";
        }

        if (url.Contains('#', StringComparison.Ordinal))
        {
            return "Must not contain a fragment.";
        }

        return EndpointSecrets.Hide(url).EnumerateRunes().Count() is > EndpointInput.MaximumUrlLength and var length
            ? $"Must be at most {EndpointInput.MaximumUrlLength} characters long with {EndpointSecrets.Mask} for each of its secrets, but is {length}."
            : null;
    }
}
