using FlowFunctions.Health;
using FlowFunctions.LocalHost.Emulator;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.LocalHost.Http;

/// <summary>Keeps requests from being answered as done that the storage emulator has no room for.</summary>
/// <param name="disk">Null where the storage is no emulator of this host's.</param>
internal sealed class StorageRoom(DiskSpace? disk)
{
    public const string Message = "The disk of the storage emulator is full: what is written now would be lost. Make room on it; the host's log says where.";

    /// <summary>What only reads goes on; health says that the service cannot do its work.</summary>
    public bool Refuses(string function, string method) =>
        (function is HealthEndpoints.HealthName or HealthEndpoints.ReadinessName || !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)))
        && disk is { IsFull: true };
}
