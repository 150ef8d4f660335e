namespace FlowFunctions.Tests.Architecture;

/// <summary>The sources that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FlowFunctions.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new FileNotFoundException("FlowFunctions.sln");
        }

        return folder;
    }
}
