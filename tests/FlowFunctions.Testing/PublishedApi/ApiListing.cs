using System.Reflection;

namespace FlowFunctions.Testing.PublishedApi;

/// <summary>
/// The public API of the packages that the Azure build uses, read from <c>Listings/*.txt</c>: one file per assembly, two spaces before a
/// type, four before its members. Nullability, attributes, constraints and operators are not listed.
/// </summary>
public sealed class ApiListing
{
    private readonly Dictionary<string, ApiType> _types = new(StringComparer.Ordinal);

    private ApiListing()
    {
    }

    /// <summary>All listed packages together.</summary>
    public static ApiListing Published { get; } = ReadAll();

    public IReadOnlyCollection<ApiType> Types => _types.Values;

    /// <summary>The listed type of this namespace and name, or null.</summary>
    public ApiType? Find(string fullName) => _types.GetValueOrDefault(fullName);

    private static ApiListing ReadAll()
    {
        var listing = new ApiListing();
        var assembly = typeof(ApiListing).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal)))
        {
            listing.Read(assembly, name);
        }

        return listing;
    }

    private void Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new FileNotFoundException(resource);
        using var reader = new StreamReader(stream);
        var space = "";
        string? type = null;
        var members = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                members.AddRange(type!.StartsWith("enum ", StringComparison.Ordinal) ? line.Trim().Split(", ") : [line.Trim()]);
                continue;
            }

            Add(space, type, members);
            type = line.StartsWith("  ", StringComparison.Ordinal) ? line.Trim() : null;
            members = [];
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                space = line["namespace ".Length..];
            }
        }

        Add(space, type, members);
    }

    /// <summary>Two packages may each declare a static class of one name, of extensions for example: their members count together.</summary>
    private void Add(string space, string? type, List<string> members)
    {
        if (type is null)
        {
            return;
        }

        var parts = type.Split(" : ", 2);
        var added = new ApiType(space, parts[0], parts.Length == 1 ? [] : SplitTopLevel(parts[1]), members);
        _types[added.FullName] = _types.TryGetValue(added.FullName, out var known)
            ? known with { Members = [.. known.Members, .. members] }
            : added;
    }

    /// <summary>Splits at the commas that are not inside a type argument list.</summary>
    private static List<string> SplitTopLevel(string list)
    {
        var parts = new List<string>();
        var depth = 0;
        var start = 0;
        for (var at = 0; at < list.Length; at++)
        {
            depth += list[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (list[at] == ',' && depth == 0)
            {
                parts.Add(list[start..at].Trim());
                start = at + 1;
            }
        }

        parts.Add(list[start..].Trim());
        return parts;
    }
}
