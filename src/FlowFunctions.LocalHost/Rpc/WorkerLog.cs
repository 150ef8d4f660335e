using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Rpc;

/// <summary>Writes what a worker logs to the host's log, under the category that it has in the worker.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    // With its stack; whoever starts the application says in one line why it does not.
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string StartFaulted = "HostedServiceStartupFaulted";

    public void Write(RpcLog line)
    {
        var level = Enum.IsDefined((LogLevel)line.Level) ? (LogLevel)line.Level : LogLevel.Information;
        if (line is { Category: HostCategory, EventId: StartFaulted } && !loggers.CreateLogger(HostCategory).IsEnabled(LogLevel.Debug))
        {
            return;
        }

        var logger = loggers.CreateLogger(line.Category);
        if (logger.IsEnabled(level))
        {
            logger.Log(level, EventIdOf(line.EventId), line.Message, FaultOf(line.Exception), static (message, _) => message);
        }
    }

    private static EventId EventIdOf(string id) =>
        int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : new EventId(0, id.Length > 0 ? id : null);

    private static LoggedFault? FaultOf(RpcException? fault) => fault is null ? null : new LoggedFault(fault.Message);

    /// <summary>An exception of the worker, of which the host has the text alone, with the stack in it.</summary>
    private sealed class LoggedFault(string text) : Exception(text)
    {
        public override string ToString() => Message;
    }
}
