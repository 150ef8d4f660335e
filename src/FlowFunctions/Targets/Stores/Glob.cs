namespace FlowFunctions.Targets.Stores;

/// <summary>
/// A name with wildcards: <c>*</c> stands for any number of characters, <c>?</c> for one, neither for a <c>/</c>. Case counts, as it does in the stores. A file
/// whose own name has such a character is found by it, too, but so are others.
/// </summary>
internal sealed class Glob
{
    private const char Separator = '/';

    private static readonly char[] Wildcards = ['*', '?'];

    private readonly string[] _folders;

    public Glob(string pattern)
    {
        Pattern = pattern;
        _folders = pattern.Split(Separator);
        var end = pattern.IndexOfAny(Wildcards);
        Prefix = end < 0 ? pattern : pattern[..end];
    }

    public string Pattern { get; }

    /// <summary>What every match begins with.</summary>
    public string Prefix { get; }

    public static bool HasWildcard(string name) => name.IndexOfAny(Wildcards) >= 0;

    /// <summary>Never for a folder's own entry, whose name ends in <c>/</c>.</summary>
    public bool Matches(string name)
    {
        if (name.EndsWith(Separator))
        {
            return false;
        }

        var folders = name.Split(Separator);
        return folders.Length == _folders.Length && _folders.Zip(folders).All(pair => Matches(pair.First, pair.Second));
    }

    /// <summary>
    /// Takes time of pattern × name at most: where the rest does not fit, only the newest star is tried longer, for what an older one could do, the newer can.
    /// </summary>
    private static bool Matches(string pattern, string name)
    {
        var (p, n) = (0, 0);
        var (star, taken) = (-1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, taken) = (p++, n);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++taken);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}
