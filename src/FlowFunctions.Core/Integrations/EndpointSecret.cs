using System.Collections.Frozen;
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
    /// The text with a mask wherever it repeats a value, or a word of a header's value: an endpoint may quote what it was called with. Values and words of less than
    /// 8 characters stay, for they may be anything.
    /// </summary>
    /// <param name="text">What the endpoint says; one that was cut ends with an ellipsis, and may end within a value.</param>
    public string HideIn(string text)
    {
        foreach (var value in Quotable().Where(value => value.Length >= ShortestHidden).OrderByDescending(value => value.Length))
        {
            text = text.Replace(value, EndpointSecrets.Mask, StringComparison.Ordinal);
            if (text.EndsWith('…') && CutLength(text.AsSpan(0, text.Length - 1), value) is > 0 and var length)
            {
                text = $"{text.AsSpan(0, text.Length - 1 - length)}{EndpointSecrets.Mask}…";
            }
        }

        return text;
    }

    public override string ToString() => "(secret)";

    private IEnumerable<string> Quotable() =>
        [.. Headers.Values, .. Headers.Values.SelectMany(value => value.Split(' ')), .. Parameters.Values, .. Parameters.Values.Select(Uri.UnescapeDataString)];

    /// <summary>How much of the value's beginning the text ends with; 0 where that is too little to tell.</summary>
    private static int CutLength(ReadOnlySpan<char> text, string value)
    {
        for (var length = Math.Min(value.Length, text.Length); length >= ShortestHidden; length--)
        {
            if (text.EndsWith(value.AsSpan(0, length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
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
