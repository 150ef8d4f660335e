using System.Collections.Frozen;

namespace FlowFunctions.Core.Integrations;

/// <summary>
/// What an endpoint is called with that nobody may read again: it is stored apart from the integration, encrypted. Its text form says nothing, so that a message or
/// a log line that it gets into by mistake does not give it away.
/// </summary>
public sealed record EndpointSecret
{
    /// <summary>Of all names and values together, in characters: a key vault holds 25 KB, and a character may take two bytes there.</summary>
    public const int MaximumLength = 12_000;

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

    /// <summary>Of all names and values together, in characters.</summary>
    public int Length() => Headers.Concat(Parameters).Sum(part => part.Key.Length + part.Value.Length);

    /// <summary>This secret, with what it lacks taken from <paramref name="stored"/>, but no more than <paramref name="endpoint"/> has a mask for.</summary>
    public EndpointSecret Over(EndpointSecret stored, EndpointInput endpoint) => new()
    {
        Headers = Merge(EndpointSecrets.MaskedHeaders(endpoint), Headers, stored.Headers),
        Parameters = Merge(EndpointSecrets.MaskedParameters(endpoint), Parameters, stored.Parameters),
    };

    public override string ToString() => "(secret)";

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
