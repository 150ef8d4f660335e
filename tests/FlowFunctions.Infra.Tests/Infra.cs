using System.Reflection;

namespace FlowFunctions.Infra.Tests;

/// <summary>Where the compiled templates are, and the sources that they are held against.</summary>
internal static class Infra
{
    /// <summary>The template as it is deployed: ARM JSON.</summary>
    public static string Template => File.ReadAllText(Path.Combine(Output, "main.json"));

    /// <summary>Where the build compiles to, with copies of what it compiles.</summary>
    public static string Output => Metadata("InfraOutput");

    public static string BicepTool => Metadata("BicepTool");

    /// <summary>The made-up subscription and resource group that a snapshot takes place in, as arguments of the compiler.</summary>
    public static string SnapshotScope => Metadata("SnapshotScope");

    public static string Repository => Metadata("Repository");

    /// <summary>Where the packages of npm/package-lock.json are installed.</summary>
    public static string NpmFolder => Metadata("NpmFolder");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository, path));

    public static string ReadSnapshot(string deployment) => File.ReadAllText(Path.Combine(Output, $"{deployment}.snapshot.json"));

    private static string Metadata(string key) =>
        typeof(Infra).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
