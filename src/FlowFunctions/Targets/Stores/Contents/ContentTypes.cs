namespace FlowFunctions.Targets.Stores;

/// <summary>What a file that is written says it is, for the browsers and tools that open it.</summary>
internal static class ContentTypes
{
    public static string Of(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "text/csv" : "application/octet-stream";
}
