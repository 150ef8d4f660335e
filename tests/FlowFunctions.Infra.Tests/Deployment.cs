using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

/// <summary>What one parameter file would deploy, all conditions decided and all loops unrolled.</summary>
internal sealed class Deployment
{
    private Deployment(string name) =>
        Resources = [.. JsonDocument.Parse(Infra.ReadSnapshot(name)).RootElement.GetProperty("predictedResources").EnumerateArray().Select(resource => new DeployedResource(resource))];

    public static Deployment Dev { get; } = new("main.dev");

    public static Deployment Prod { get; } = new("main.prod");

    /// <summary>Every option on.</summary>
    public static Deployment Everything { get; } = new("everything");

    public IReadOnlyList<DeployedResource> Resources { get; }

    public static Deployment Named(string name) =>
        name switch
        {
            nameof(Dev) => Dev,
            nameof(Prod) => Prod,
            nameof(Everything) => Everything,
            _ => throw new ArgumentException($"There is no deployment '{name}'.", nameof(name)),
        };

    public IReadOnlyList<DeployedResource> OfType(string type) => [.. Resources.Where(resource => resource.Type == type)];

    public DeployedResource Single(string type) => Assert.Single(OfType(type));
}
