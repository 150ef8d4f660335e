namespace FlowFunctions.Cli;

/// <summary>Which known name somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest name without regard to case; null where even that is too far away to be meant.</summary>
    public static string? Find(string given, IEnumerable<string> known) =>
        known.MinBy(name => Distance(given, name)) is { } nearest && Distance(given, nearest) <= Math.Max(nearest.Length / 3, 1) ? nearest : null;

    /// <summary>How many letters must be put in, taken out or replaced.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[b.Length];
    }
}
