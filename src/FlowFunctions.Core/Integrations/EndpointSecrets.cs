using System.Text;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>
/// Which parts of an endpoint are secret, and what is shown in their place. Secret are the values of headers that hold credentials by their standard
/// (RFC 9110, section 11; RFC 6265, section 5.4), and of headers and query parameters whose names say so. An endpoint is open where each such value is a
/// <see cref="Mask"/>.
/// </summary>
public static class EndpointSecrets
{
    /// <summary>Stands for a secret that is stored. Asterisks are characters of a query (RFC 3986, section 3.4) and of a header.</summary>
    public const string Mask = "********";

    private static readonly string[] SecretHeaders = ["Authorization", "Cookie", "Proxy-Authorization"];
    private static readonly string[] SecretHeaderWords = ["key", "token", "secret", "password", "passwd", "passphrase", "pwd", "bearer", "jwt"];
    private static readonly string[] SecretParameters = ["sig", "code", "auth", "authorization", "pass"];
    private static readonly string[] SecretParameterWords = [.. SecretHeaderWords, "signature", "credential"];

    /// <summary>Whether the value of a header is secret; case makes no difference.</summary>
    public static bool IsSecretHeader(string name) => Says(name, SecretHeaders, SecretHeaderWords);

    /// <summary>Whether the value of a query parameter is secret; case makes no difference.</summary>
    /// <param name="name">Without escapes.</param>
    public static bool IsSecretParameter(string name) => Says(name, SecretParameters, SecretParameterWords);

    /// <summary>The endpoint with a mask for each of its secret values, and those values; null where it has none, or masks already.</summary>
    public static (EndpointInput Open, EndpointSecret? Secret) Split(EndpointInput endpoint)
    {
        var headers = endpoint.Headers.Where(header => IsSecretHeader(header.Key) && header.Value != Mask).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var parameters = EndpointParameter.Of(endpoint.Url)
            .Where(parameter => IsSecret(parameter) && !IsMask(parameter.Value!))
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value!, StringComparer.Ordinal);
        var open = endpoint with
        {
            Url = Hide(endpoint.Url),
            Headers = headers.Count == 0 ? endpoint.Headers : Replace(endpoint.Headers, name => headers.ContainsKey(name) ? Mask : null),
        };
        return (open, headers.Count + parameters.Count == 0 ? null : new() { Headers = headers, Parameters = parameters });
    }

    /// <summary>The endpoint with the values of <paramref name="secret"/> where it has masks; a mask stays where there is none.</summary>
    public static EndpointInput Join(EndpointInput open, EndpointSecret secret) => open with
    {
        Url = Show(open.Url, secret),
        Headers = Replace(open.Headers, name => IsSecretHeader(name) && open.Headers[name] == Mask ? secret.Headers.GetValueOrDefault(name) : null),
    };

    /// <summary>The address with a mask for each of its secret values.</summary>
    public static string Hide(string url) => Replace(url, parameter => IsSecret(parameter) ? Mask : null);

    /// <summary>The address with a mask for each parameter that has the very value of <paramref name="secret"/>, so that <see cref="Show"/> puts it back.</summary>
    public static string HideKnown(string url, EndpointSecret secret) =>
        Replace(
            url,
            parameter => IsSecret(parameter)
                && secret.Parameters.TryGetValue(parameter.Key, out var value)
                && Uri.UnescapeDataString(value) == Uri.UnescapeDataString(parameter.Value!)
                ? Mask
                : null);

    /// <summary>The address with the values of <paramref name="secret"/> where it has masks.</summary>
    public static string Show(string url, EndpointSecret secret) =>
        Replace(url, parameter => IsSecret(parameter) && IsMask(parameter.Value!) ? secret.Parameters.GetValueOrDefault(parameter.Key) : null);

    /// <summary>Names of the headers that have a mask.</summary>
    public static IReadOnlyList<string> MaskedHeaders(EndpointInput endpoint) =>
        [.. endpoint.Headers.Where(header => IsSecretHeader(header.Key) && header.Value == Mask).Select(header => header.Key)];

    /// <summary>Keys of the parameters of the address that have a mask.</summary>
    public static IReadOnlyList<string> MaskedParameters(EndpointInput endpoint) => MaskedParameters(endpoint.Url);

    /// <inheritdoc cref="MaskedParameters(EndpointInput)"/>
    public static IReadOnlyList<string> MaskedParameters(string url) =>
        [.. EndpointParameter.Of(url).Where(parameter => IsSecret(parameter) && IsMask(parameter.Value!)).Select(parameter => parameter.Key)];

    /// <summary>Whether a part of the endpoint is missing that is stored elsewhere.</summary>
    public static bool HasMask(EndpointInput endpoint) => MaskedHeaders(endpoint).Count + MaskedParameters(endpoint).Count > 0;

    /// <summary>Whether the same secrets stand behind the masks of two endpoints.</summary>
    public static bool HasSameMasks(EndpointInput one, EndpointInput other) =>
        MaskedHeaders(one).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(MaskedHeaders(other))
        && MaskedParameters(one).ToHashSet(StringComparer.Ordinal).SetEquals(MaskedParameters(other));

    /// <summary>What is wrong with an endpoint whose masks were replaced by what they stand for, with paths from the integration's root.</summary>
    public static IReadOnlyList<Problem> Check(EndpointInput whole)
    {
        var problems = new List<Problem>();
        if (whole.Url.EnumerateRunes().Count() is > EndpointInput.MaximumUrlLength and var length)
        {
            problems.Add(new("endpoint.url", $"Must be at most {EndpointInput.MaximumUrlLength} characters long with its secrets, but is {length}."));
        }

        if (FindFault(Split(whole).Secret) is { } fault)
        {
            problems.Add(new("endpoint", fault));
        }

        return problems;
    }

    /// <summary>Whether two addresses have the same scheme, host and port (RFC 6454, section 4). False where one is no address.</summary>
    public static bool IsSameOrigin(string url, string other) =>
        Uri.TryCreate(url, UriKind.Absolute, out var one)
        && Uri.TryCreate(other, UriKind.Absolute, out var two)
        && one.Scheme == two.Scheme
        && one.Port == two.Port
        && string.Equals(one.IdnHost, two.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where there is room for all of it.</summary>
    internal static string? FindFault(EndpointSecret? secret) => secret?.Length() is > EndpointSecret.MaximumLength and var length
        ? $"Secret headers and parameters are at most {EndpointSecret.MaximumLength} characters together, names and values, but are {length}."
        : null;

    private static bool IsSecret(EndpointParameter parameter) => parameter.Value is not null && IsSecretParameter(parameter.Name);

    /// <summary>A client that puts the address together anew may escape what need not be.</summary>
    private static bool IsMask(string value) => value == Mask || Uri.UnescapeDataString(value) == Mask;

    private static bool Says(string name, string[] names, string[] words) =>
        names.Contains(name, StringComparer.OrdinalIgnoreCase) || words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string> Replace(IReadOnlyDictionary<string, string> headers, Func<string, string?> valueOf) =>
        headers.ToDictionary(header => header.Key, header => valueOf(header.Key) ?? header.Value, StringComparer.OrdinalIgnoreCase);

    private static string Replace(string url, Func<EndpointParameter, string?> valueOf)
    {
        var replaced = new StringBuilder();
        var copied = 0;
        foreach (var parameter in EndpointParameter.Of(url))
        {
            if (valueOf(parameter) is { } value)
            {
                replaced.Append(url, copied, parameter.Start - copied).Append(value);
                copied = parameter.Start + parameter.Value!.Length;
            }
        }

        return replaced.Append(url, copied, url.Length - copied).ToString();
    }
}
