namespace FlowFunctions.Mutation.Running;

/// <summary>Which tests run against which product.</summary>
/// <param name="Assembly">The test assembly's name, which is its project's.</param>
/// <param name="Product">The product assembly's name, which is its project's.</param>
/// <param name="Filters">Of test classes; see <see cref="TestHost.Matches"/>.</param>
internal sealed record TestSet(string Assembly, string Product, IReadOnlyList<string> Filters)
{
    /// <summary>
    /// The tests of a folder of the product: of FlowFunctions.Core all, because its folders are rules for each other, of another project
    /// those of the namespace that is called as the folder, or as the nearest above it that there is.
    /// </summary>
    /// <param name="folder">From the repository's root, as src/FlowFunctions/Security.</param>
    /// <param name="filter">Filters with commas between, instead of the namespace.</param>
    /// <param name="isThere">Whether there is a folder, by its path from the repository's root.</param>
    /// <exception cref="ArgumentException">Not a folder of a project in src that has tests.</exception>
    public static TestSet Of(string folder, string? filter, Func<string, bool> isThere)
    {
        if (folder.Replace('\\', '/').Trim('/').Split('/')
            is not ["src", "FlowFunctions.Core" or "FlowFunctions" or "FlowFunctions.Cli" or "FlowFunctions.LocalHost", ..] parts)
        {
            throw new ArgumentException(
                $"'{folder}' is not a folder of a project in src/ that has tests, like src/FlowFunctions.Core/Flows.", nameof(folder));
        }

        var product = parts[1];
        var tests = $"{product}.Tests";
        string[] filters = (filter, product) switch
        {
            (not null, _) => filter.Split(','),
            (_, "FlowFunctions.Core") => [$"{tests}."],
            _ => [string.Join('.', NearestWithTests(tests, parts[2..], isThere).Prepend(tests)) + "."],
        };
        return new TestSet(tests, product, filters);
    }

    private static IEnumerable<string> NearestWithTests(string project, string[] folders, Func<string, bool> isThere)
    {
        var depth = folders.Length;
        while (depth > 1 && !isThere(string.Join('/', ["tests", project, .. folders[..depth]])))
        {
            depth--;
        }

        return folders[..depth];
    }
}
