using FlowFunctions.Settings;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>What a worker must know to connect to this host.</summary>
/// <param name="Endpoint">The gRPC service.</param>
/// <param name="WorkerId">Lets it in, once.</param>
internal sealed record WorkerConnection(Uri Endpoint, string WorkerId)
{
    // As the Functions host: a message may hold whatever a queue and a request may.
    private const string MaxMessageLength = "134217728";

    /// <summary>As the worker reads it from its configuration (GrpcWorkerStartupOptionsSetup of azure-functions-dotnet-worker).</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Functions:Worker:HostEndpoint", Endpoint.ToString()),
        new("Functions:Worker:WorkerId", WorkerId),
        new("Functions:Worker:RequestId", WorkerId),
        new("Functions:Worker:GrpcMaxMessageLength", MaxMessageLength),

        // This host warns of them itself.
        new(UnknownSettingsNotice.ToldSetting, "1"),
    ];
}
