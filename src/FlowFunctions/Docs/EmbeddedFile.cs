using System.Reflection;

namespace FlowFunctions.Docs;

/// <summary>A file that an assembly carries.</summary>
internal static class EmbeddedFile
{
    /// <exception cref="InvalidOperationException">The assembly has no such file.</exception>
    public static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
