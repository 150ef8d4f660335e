using System.Collections.Frozen;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads the headers that an endpoint is called with.</summary>
internal static class EndpointHeaders
{
    private const int MaximumNameLength = 128;

    // Hop-by-hop fields (RFC 9110, section 7.6.1) and those that the service or its HTTP client writes itself.
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Host", "Expect", "Date", "Cookie", "Idempotency-Key", "Traceparent", "Tracestate",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ReservedPrefixes = ["Content-", "Proxy-", "X-Flows-"];

    /// <param name="value">The headers.</param>
    /// <param name="masks">Says where a mask may stand for a secret.</param>
    public static IReadOnlyDictionary<string, string> Read(DocumentValue value, EndpointMasks masks)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var entries = value.AsEntries() ?? [];
        if (entries.Count > EndpointInput.MaximumHeaders)
        {
            value.Refuse($"At most {EndpointInput.MaximumHeaders} headers are allowed, but there are {entries.Count}.");
        }

        foreach (var (name, header) in entries)
        {
            if (header.AsString(EndpointInput.MaximumHeaderValueLength) is not { } text)
            {
                continue;
            }

            if ((FindFault(name) ?? FindValueFault(text) ?? FindMaskFault(name, text, masks)) is { } fault)
            {
                header.Refuse(fault);
            }
            else if (!headers.TryAdd(name, text))
            {
                header.Refuse("The header is given more than once; case makes no difference.");
            }
        }

        return headers;
    }

    private static string? FindFault(string name)
    {
        if (name.Length is 0 or > MaximumNameLength || !name.All(IsTokenCharacter))
        {
            return $"The name of a header is 1 to {MaximumNameLength} letters, digits and marks of !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2).";
        }

        return Reserved.Contains(name) || ReservedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            ? "This header is set by the service itself."
            : null;
    }

    private static string? FindValueFault(string text)
    {
        if (text.Any(c => c is not (>= ' ' and <= '~' or '\t')))
        {
            return "The value of a header is printable ASCII.";
        }

        return text.Trim().Length == text.Length ? null : "The value of a header neither starts nor ends with a space.";
    }

    private static string? FindMaskFault(string name, string text, EndpointMasks masks) =>
        text == EndpointSecrets.Mask && EndpointSecrets.IsSecretHeader(name) ? masks.FindHeaderFault(name) : null;

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
