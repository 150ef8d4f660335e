using System.ComponentModel.DataAnnotations;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Http;

/// <summary>The installation that answers.</summary>
/// <param name="Name">What people call it, by the setting `Flows:Name`; null where it has none.</param>
/// <param name="Environment">What it is for, by the setting `Flows:Environment`, such as `dev` or `prod`; null where it is not said.</param>
/// <param name="Version">What runs there.</param>
internal sealed record InstallationResource(
    [property: Length(1, InstallationOptions.MaximumNameLength)] string? Name,
    [property: Length(1, InstallationOptions.MaximumEnvironmentLength)] string? Environment,
    VersionResource Version)
{
    public static InstallationResource Of(InstallationOptions options, ProductVersion version) => new(NullIfBlank(options.Name), NullIfBlank(options.Environment), VersionResource.Of(version));

    private static string? NullIfBlank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
