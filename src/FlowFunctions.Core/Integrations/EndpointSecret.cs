using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization;

namespace FlowFunctions.Core.Integrations;

/// <summary>
/// What an endpoint is called with that nobody may read again: it is stored apart from the integration, encrypted. Its text form says nothing, so that a message or
/// a log line that it gets into by mistake does not give it away.
/// </summary>
public sealed record EndpointSecret
{
    /// <summary>Of all names and values together, in characters: a key vault holds 25 KB, and a character may take two bytes there.</summary>
    public const int MaximumLength = 12_000;

    private const int ShortestHidden = 8;

    /// <summary>Behind a text that was cut.</summary>
    private const char Ellipsis = '…';

    /// <summary>Values by the names of their headers, without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init => field = value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
    = FrozenDictionary<string, string>.Empty;

    /// <summary>Values as they stand in the address, escapes and all, by the keys of their parameters (<see cref="EndpointParameter.Key"/>).</summary>
    public IReadOnlyDictionary<string, string> Parameters
    {
        get;
        init => field = value.ToFrozenDictionary(StringComparer.Ordinal);
    }
    = FrozenDictionary<string, string>.Empty;

    /// <summary>Whether there is nothing to hide.</summary>
    [JsonIgnore]
    public bool IsEmpty => Headers.Count + Parameters.Count == 0;

    /// <summary>Of all names and values together, in characters.</summary>
    public int Length() => Headers.Concat(Parameters).Sum(part => part.Key.Length + part.Value.Length);

    /// <summary>Whether there is a value for each mask of <paramref name="endpoint"/>.</summary>
    public bool IsWholeFor(EndpointInput endpoint) =>
        EndpointSecrets.MaskedHeaders(endpoint).All(Headers.ContainsKey) && EndpointSecrets.MaskedParameters(endpoint).All(Parameters.ContainsKey);

    /// <summary>This secret, with what it lacks taken from <paramref name="stored"/>, but no more than <paramref name="endpoint"/> has a mask for.</summary>
    public EndpointSecret Over(EndpointSecret stored, EndpointInput endpoint) => new()
    {
        Headers = Merge(EndpointSecrets.MaskedHeaders(endpoint), Headers, stored.Headers),
        Parameters = Merge(EndpointSecrets.MaskedParameters(endpoint), Parameters, stored.Parameters),
    };

    /// <summary>
    /// The text with a mask wherever it repeats a value, a word of a header's value, or what such a word says in Base64 (RFC 7617): an endpoint may quote what it was called with, with or without
    /// escapes. Values and words of less than 8 characters stay, for they may be anything.
    /// </summary>
    /// <param name="text">What the endpoint says; one that was cut ends with an ellipsis, and may end within a value.</param>
    public string HideIn(string text)
    {
        var isCut = text.EndsWith(Ellipsis);
        var values = Quotable().Where(value => value.Length >= ShortestHidden).ToHashSet(StringComparer.Ordinal);
        var places = SpelledText.ReadingsOf(isCut ? text[..^1] : text, isCut)
            .SelectMany(reading => values.SelectMany(value => reading.Find(value, ShortestHidden)))
            .OrderBy(place => place.Start)
            .ThenByDescending(place => place.End);
        var (shown, copied, hidden) = (new StringBuilder(), 0, 0);
        foreach (var (start, end) in places)
        {
            if (start >= hidden)
            {
                shown.Append(text, copied, start - copied).Append(EndpointSecrets.Mask);
            }

            // What overlaps has one mask.
            copied = hidden = Math.Max(hidden, end);
        }

        return shown.Append(text, copied, text.Length - copied).ToString();
    }

    public override string ToString() => "(secret)";

    private IEnumerable<string> Quotable() =>
    [
        .. Headers.Values,
        .. Headers.Values.SelectMany(value => value.Split(' ')),
        .. Headers.Values.SelectMany(UserAndPassword),
        .. Parameters.Values,
        .. Parameters.Values.Select(Uri.UnescapeDataString),
        .. Parameters.Values.Select(value => Uri.UnescapeDataString(value.Replace('+', ' '))),
    ];

    /// <summary>Both together, and the password alone; none where the value is no Basic credential.</summary>
    private static IEnumerable<string> UserAndPassword(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bytes = new byte[value.Length];
        if (words is not [var scheme, var credential] || !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(credential, bytes, out var length))
        {
            return [];
        }

        var both = Encoding.UTF8.GetString(bytes, 0, length);
        return both.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? [both, both[(colon + 1)..]] : [both];
    }

    private static Dictionary<string, string> Merge(
        IEnumerable<string> names, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string> stored)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (given.TryGetValue(name, out var value) || stored.TryGetValue(name, out value))
            {
                merged[name] = value;
            }
        }

        return merged;
    }
}
