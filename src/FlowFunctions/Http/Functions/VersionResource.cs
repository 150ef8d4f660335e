using System.ComponentModel.DataAnnotations;
using FlowFunctions.Telemetry;

namespace FlowFunctions.Http;

/// <summary>What runs here.</summary>
/// <param name="Product">The version of the product, such as `1.4.0`.</param>
/// <param name="Commit">The commit that it was built from; null where the build did not know it.</param>
/// <param name="Runtime">Whose Functions host runs it.</param>
/// <param name="Dotnet">The .NET that it runs on, such as `.NET 10.0.0`.</param>
/// <param name="Api">The version of the contract.</param>
internal sealed record VersionResource(
    [property: MinLength(1)] string Product,
    [property: MinLength(1)] string? Commit,
    [property: AllowedValues("Local", "Azure")] string Runtime,
    [property: MinLength(1)] string Dotnet,
    [property: AllowedValues(ProductVersion.ApiVersion)] string Api)
{
    public static VersionResource Of(ProductVersion version) => new(version.Product, version.Commit, version.Runtime, version.Dotnet, version.Api);
}
