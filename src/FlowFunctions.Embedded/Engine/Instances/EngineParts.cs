using FlowFunctions.Embedded.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>What everything in a hub works with.</summary>
internal sealed record EngineParts(
    InstanceStore Instances,
    HistoryStore History,
    IDurableFunctions Functions,
    DurableTaskEngineOptions Options,
    TimeProvider Time,
    ILoggerFactory Loggers,
    ILogger Logger)
{
    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;
}
