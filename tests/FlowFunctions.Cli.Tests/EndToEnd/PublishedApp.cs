using System.Reflection;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>The application as it is deployed, published by this project's build.</summary>
internal static class PublishedApp
{
    public static string Folder { get; } = Path.GetFullPath(
        typeof(PublishedApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(PublishedApp)).Value!);
}
