namespace FlowFunctions.Tests.Architecture;

/// <summary>Lines are as long as .editorconfig allows, which no compiler looks at. One with a text in it may be longer: messages are found by searching for them whole.</summary>
public sealed class LineLengthTests
{
    [Fact]
    public void No_line_of_code_is_longer_than_editorconfig_allows()
    {
        var limit = int.Parse(File.ReadLines(Path.Combine(Repository.Root, ".editorconfig")).Single(line => line.StartsWith("max_line_length", StringComparison.Ordinal)).Split('=')[1]);

        var longer =
            from folder in new[] { "src", "tests" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            where !Made(file)
            from line in File.ReadLines(file).Index()
            where line.Item.Length > limit && !line.Item.Contains('"', StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length} characters";

        Assert.InRange(limit, 1, 200);
        Assert.Empty(longer);
    }

    private static bool Made(string file) => file.Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin"));
}
