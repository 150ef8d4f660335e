using System.Reflection;

namespace FlowFunctions.Cli.Tests;

/// <summary>Where the tool is that tests start as a process of its own.</summary>
internal static class ToolPath
{
    public static string Here { get; } = typeof(ToolPath).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "FlowsTool").Value!;
}
