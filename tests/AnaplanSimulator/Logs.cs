using Microsoft.Extensions.Logging;

namespace AnaplanSimulator;

internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Error, "Task {TaskId} of action {ActionId} broke")]
    public static partial void TaskBroke(ILogger logger, Exception fault, string taskId, string actionId);

    [LoggerMessage(2, LogLevel.Information, "{Method} {Path} {Status}{Fault}")]
    public static partial void Answered(ILogger logger, string method, string path, int status, string fault);
}
