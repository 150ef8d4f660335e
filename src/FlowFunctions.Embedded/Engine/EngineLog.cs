using Microsoft.Extensions.Logging;

namespace FlowFunctions.Embedded.Engine;

/// <summary>What the engine logs. Event ids are stable; payloads never appear.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(2000, LogLevel.Warning, "The storage account does not answer; work waits until it does")]
    public static partial void StorageIsOut(ILogger logger, Exception fault);

    [LoggerMessage(2001, LogLevel.Information, "The storage account answers again")]
    public static partial void StorageIsBack(ILogger logger);

    [LoggerMessage(2002, LogLevel.Information, "Task hub {Hub} is owned by this process ({Owner})")]
    public static partial void HubTaken(ILogger logger, string hub, string owner);

    [LoggerMessage(2003, LogLevel.Warning, "Task hub {Hub} is owned by {Owner}; waiting until it is released")]
    public static partial void HubIsOwned(ILogger logger, string hub, string owner);

    [LoggerMessage(2004, LogLevel.Error, "Task hub {Hub} was taken by another process; all work of this one stops")]
    public static partial void HubLost(ILogger logger, string hub);

    [LoggerMessage(2005, LogLevel.Error, "Task hub {Hub} was written to by another process; it is read anew")]
    public static partial void HubConflict(ILogger logger, Exception conflict, string hub);

    [LoggerMessage(2006, LogLevel.Information, "Task hub {Hub} serves {Count} instances that had not ended")]
    public static partial void HubRecovered(ILogger logger, string hub, int count);

    [LoggerMessage(2007, LogLevel.Critical, "The durable task engine has stopped")]
    public static partial void EngineStopped(ILogger logger, Exception fault);

    [LoggerMessage(2008, LogLevel.Warning, "{Count} activities were still running when the time to stop was over; they run again at the next start")]
    public static partial void ActivitiesAbandoned(ILogger logger, int count);

    [LoggerMessage(2010, LogLevel.Warning, "Activity {Name} (#{TaskId}) of instance {InstanceId} failed: {ErrorType}")]
    public static partial void ActivityFailed(ILogger logger, string name, int taskId, string instanceId, string errorType);

    [LoggerMessage(2011, LogLevel.Error, "Instance {InstanceId}: {Message}")]
    public static partial void UnknownFunction(ILogger logger, string instanceId, string message);

    [LoggerMessage(2012, LogLevel.Error, "Instance {InstanceId} cannot be continued and has failed")]
    public static partial void InstancePoisoned(ILogger logger, Exception fault, string instanceId);

    [LoggerMessage(2013, LogLevel.Error, "Instance {InstanceId} cannot be read and has failed: {Reason}")]
    public static partial void InstanceUnreadable(ILogger logger, string instanceId, string reason);

    [LoggerMessage(2014, LogLevel.Information, "Instance {InstanceId} of {Name} ended as {Status}")]
    public static partial void InstanceEnded(ILogger logger, string instanceId, string name, string status);

    [LoggerMessage(2015, LogLevel.Warning, "Instance {InstanceId} of {Name} failed: {ErrorType}")]
    public static partial void InstanceFailed(ILogger logger, string instanceId, string name, string errorType);

    [LoggerMessage(2016, LogLevel.Debug, "Event {Name} for instance {InstanceId} was dropped: it does not exist or has ended")]
    public static partial void EventDropped(ILogger logger, string name, string instanceId);

    [LoggerMessage(2017, LogLevel.Error, "Background work failed: {What}")]
    public static partial void BackgroundWorkFailed(ILogger logger, Exception fault, string what);
}
