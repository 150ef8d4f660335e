using System.Text.Json;

namespace FlowFunctions.Infra.Tests;

/// <summary>What one parameter file would deploy, all conditions decided and all loops unrolled.</summary>
internal sealed class Deployment
{
    private static readonly Dictionary<string, Deployment> All = new(StringComparer.Ordinal)
    {
        [nameof(Dev)] = new("main.dev"),
        [nameof(Prod)] = new("main.prod"),
        [nameof(Azd)] = new("main.azd"),
        [nameof(Everything)] = new("everything"),
        [nameof(OwnNetwork)] = new("own-network"),
        [nameof(OpenScheduler)] = new("open-scheduler"),
    };

    private Deployment(string name)
        : this(JsonDocument.Parse(Infra.ReadSnapshot(name)).RootElement)
    {
    }

    private Deployment(JsonElement snapshot)
    {
        Resources = [.. snapshot.GetProperty("predictedResources").EnumerateArray().Select(resource => new DeployedResource(resource))];
        Outputs = [.. snapshot.GetProperty("outputs").EnumerateObject().Select(output => output.Name)];
    }

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Deployment Dev => All[nameof(Dev)];

    public static Deployment Prod => All[nameof(Prod)];

    /// <summary>By the Azure Developer CLI, with its defaults.</summary>
    public static Deployment Azd => All[nameof(Azd)];

    /// <summary>Every option on.</summary>
    public static Deployment Everything => All[nameof(Everything)];

    /// <summary>Into subnets and with DNS zones that are there.</summary>
    public static Deployment OwnNetwork => All[nameof(OwnNetwork)];

    /// <summary>With a scheduler that is reached over the internet.</summary>
    public static Deployment OpenScheduler => All[nameof(OpenScheduler)];

    public IReadOnlyList<DeployedResource> Resources { get; }

    public IReadOnlyList<string> Outputs { get; }

    public static Deployment Named(string name) =>
        All.TryGetValue(name, out var deployment) ? deployment : throw new ArgumentException($"There is no deployment '{name}'.", nameof(name));

    public static Deployment Of(string snapshot) => new(JsonDocument.Parse(snapshot).RootElement);

    public IReadOnlyList<DeployedResource> OfType(string type) => [.. Resources.Where(resource => resource.Type == type)];

    public DeployedResource Single(string type) => Assert.Single(OfType(type));

    /// <summary>The settings of the app, by name; a value that is only known when it is deployed is an expression in brackets.</summary>
    public IReadOnlyDictionary<string, string> Settings() =>
        Assert.Single(OfType("Microsoft.Web/sites/config"), config => config.Name.EndsWith("/appsettings", StringComparison.Ordinal))
            .At("properties").EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal);
}
