using System.Reflection;

namespace FlowFunctions.Infra.Tests;

/// <summary>Where the compiled templates are, and the sources that they are held against.</summary>
internal static class Infra
{
    /// <summary>The template as it is deployed: ARM JSON.</summary>
    public static string Template => File.ReadAllText(Path.Combine(Metadata("InfraOutput"), "main.json"));

    public static string Repository => Metadata("Repository");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository, path));

    public static string ReadSnapshot(string deployment) => File.ReadAllText(Path.Combine(Metadata("InfraOutput"), $"{deployment}.snapshot.json"));

    private static string Metadata(string key) =>
        typeof(Infra).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
