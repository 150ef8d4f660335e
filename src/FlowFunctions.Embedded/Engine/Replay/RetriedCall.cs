using FlowFunctions.Embedded.Engine.History;
using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>A call that is made again as its retry options say. What it awaits in between are durable timers of the orchestration.</summary>
internal static class RetriedCall
{
    /// <exception cref="TaskFailedException">The call failed, and no retry was left or wanted.</exception>
    public static async Task<string?> InvokeAsync(
        TaskOrchestrationContext context, string name, TaskRetryOptions? retry, Func<Task<string?>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            DurableTaskFailure failed;
            try
            {
                return await call();
            }
            catch (DurableTaskFailure caught)
            {
                failed = caught;
            }

            if (!await WantsRetryAsync(context, retry, failed.Failure, attempt, firstAttempt))
            {
                throw new TaskFailedException(name, failed.TaskId, failed.Failure.ToDetails());
            }
        }
    }

    private static async Task<bool> WantsRetryAsync(
        TaskOrchestrationContext context, TaskRetryOptions? retry, Failure failure, int attempt, DateTime firstAttempt)
    {
        if (failure.IsNonRetriable || retry is null || attempt == int.MaxValue)
        {
            return false;
        }

        if (retry.Handler is { } handler)
        {
            return await handler(new RetryContext(
                context, attempt, failure.ToDetails(), context.CurrentUtcDateTime - firstAttempt, CancellationToken.None));
        }

        if (RetryWait.After(attempt, retry.Policy!, failure, firstAttempt, context.CurrentUtcDateTime) is not { } wait)
        {
            return false;
        }

        await context.CreateTimer(wait, CancellationToken.None);
        return true;
    }
}
