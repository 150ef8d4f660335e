using System.Reflection;
using System.Runtime.InteropServices;

namespace FlowFunctions.Telemetry;

/// <summary>What was built, as the build wrote it into the assembly.</summary>
/// <param name="Product">The version, <c>major.minor.patch</c> with a suffix for previews.</param>
/// <param name="Commit">The commit that it was built from; null where the build did not know it.</param>
/// <param name="Runtime">Whose Functions host runs it: <c>Azure</c>, or <c>Local</c> for one on somebody's machine.</param>
/// <param name="Dotnet">The .NET that it runs on, such as <c>.NET 10.0.1</c>.</param>
/// <param name="Api">The version of the contract.</param>
internal sealed record ProductVersion(string Product, string? Commit, string Runtime, string Dotnet, string Api)
{
    /// <summary>Of the wire format, CloudWorks 2.0.</summary>
    public const string ApiVersion = "2.0";

    public static readonly ProductVersion Current = Of(typeof(ProductVersion).Assembly);

    /// <summary>Set by the platform on each of its instances, and by nothing that runs functions locally: https://learn.microsoft.com/azure/app-service/reference-app-settings</summary>
    private const string InstanceVariable = "WEBSITE_INSTANCE_ID";

    public bool IsLocal => Runtime == "Local";

    private static ProductVersion Of(Assembly assembly)
    {
        var informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? throw new InvalidOperationException("The assembly has no informational version.");
        var plus = informational.IndexOf('+', StringComparison.Ordinal);
        return new(
            plus < 0 ? informational : informational[..plus],
            plus < 0 ? null : informational[(plus + 1)..],
            Environment.GetEnvironmentVariable(InstanceVariable) is { Length: > 0 } ? "Azure" : "Local",
            RuntimeInformation.FrameworkDescription,
            ApiVersion);
    }
}
