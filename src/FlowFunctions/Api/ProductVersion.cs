using System.Reflection;
using System.Runtime.InteropServices;

namespace FlowFunctions.Api;

/// <summary>What was built, as the build wrote it into the assembly.</summary>
/// <param name="Product">The version, <c>major.minor.patch</c> with a suffix for previews.</param>
/// <param name="Commit">The commit that it was built from; null where the build did not know it.</param>
/// <param name="Runtime">The msbuild property <c>FunctionsRuntime</c>: <c>Embedded</c> or <c>Azure</c>.</param>
/// <param name="Dotnet">The .NET that it runs on, such as <c>.NET 10.0.1</c>.</param>
/// <param name="Api">The version of the contract.</param>
internal sealed record ProductVersion(string Product, string? Commit, string Runtime, string Dotnet, string Api)
{
    /// <summary>Of the wire format, CloudWorks 2.0.</summary>
    public const string ApiVersion = "2.0";

    public static readonly ProductVersion Current = Of(typeof(ProductVersion).Assembly);

    public bool IsEmbedded => Runtime == "Embedded";

    private static ProductVersion Of(Assembly assembly)
    {
        var informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? throw new InvalidOperationException("The assembly has no informational version.");
        var plus = informational.IndexOf('+', StringComparison.Ordinal);
        return new(
            plus < 0 ? informational : informational[..plus],
            plus < 0 ? null : informational[(plus + 1)..],
            assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "FunctionsRuntime").Value!,
            RuntimeInformation.FrameworkDescription,
            ApiVersion);
    }
}
