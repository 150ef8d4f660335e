namespace FlowFunctions.Cli;

/// <summary>Which known name somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest name without regard to case; null where even that is too far away to be meant.</summary>
    public static string? Find(string given, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Distance: Distance(given, name)))
            .Where(one => one.Distance <= Math.Max(one.Name.Length / 3, 1))
            .OrderBy(one => one.Distance)
            .Select(one => one.Name)
            .FirstOrDefault();

    /// <summary>How many letters must be put in, taken out, replaced or swapped with their neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray());
        for (var i = 1; i <= a.Length; i++)
        {
            (before, last, row) = (last, row, before);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (IsSame(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }

        return row[b.Length];

        bool IsSame(int i, int j) => char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
    }
}
