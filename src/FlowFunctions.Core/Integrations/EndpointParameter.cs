namespace FlowFunctions.Core.Integrations;

/// <summary>A parameter in the query of an address: a piece between two ampersands.</summary>
/// <param name="Key">The name as it is written; of a name that comes again, with <c>&amp;2</c>, <c>&amp;3</c>… behind it, which no name has.</param>
/// <param name="Name">Without its escapes.</param>
/// <param name="Value">As it is written; null where the piece has no equals sign.</param>
/// <param name="Start">Of the value in the address.</param>
internal readonly record struct EndpointParameter(string Key, string Name, string? Value, int Start)
{
    /// <summary>In the order of the address; none where it has no query.</summary>
    public static IEnumerable<EndpointParameter> Of(string url)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var start = url.IndexOf('?', StringComparison.Ordinal) + 1; start > 0 && start <= url.Length;)
        {
            var end = url.IndexOf('&', start) is >= 0 and var next ? next : url.Length;
            var equals = url.IndexOf('=', start, end - start);
            var name = url[start..(equals < 0 ? end : equals)];
            var count = seen[name] = seen.GetValueOrDefault(name) + 1;
            yield return new(
                count == 1 ? name : $"{name}&{count}",
                Uri.UnescapeDataString(name.Replace('+', ' ')),
                equals < 0 ? null : url[(equals + 1)..end],
                equals + 1);
            start = end + 1;
        }
    }
}
