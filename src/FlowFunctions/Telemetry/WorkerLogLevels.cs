using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace FlowFunctions.Telemetry;

/// <summary>
/// From which level on others than this application are heard. Here and not in host.json: the Functions host knows the worker's lines only as <c>Function.NAME.User</c>, whatever category they
/// have in the worker (https://github.com/Azure/azure-functions-dotnet-worker/issues/895). Every setting comes before these: <c>Logging__LogLevel__Polly=Information</c> turns one up.
/// </summary>
internal static class WorkerLogLevels
{
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        // A line for each request to storage and to the vault.
        ["Logging:LogLevel:Azure"] = "Warning",

        // Requests are recorded as requests, by the host.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",

        // Four lines for each call to a target.
        ["Logging:LogLevel:System.Net.Http"] = "Warning",

        // The application says once that it tries again.
        ["Logging:LogLevel:Polly"] = "Warning",
    };

    /// <summary>Adds them below all that is configured already.</summary>
    public static void AddTo(IConfigurationBuilder configuration) => configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
}
