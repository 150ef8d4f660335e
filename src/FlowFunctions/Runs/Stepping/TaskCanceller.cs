using FlowFunctions.Steps;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runs;

/// <summary>Tells targets that nobody waits for a task any more: best effort, and logged.</summary>
internal sealed partial class TaskCanceller(IStepTarget target, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(10);

    /// <param name="call">Whose task it is.</param>
    /// <param name="task">What the target has accepted; null for nothing yet.</param>
    /// <param name="cancellationToken">Ends the call; ten seconds without an answer end it, too.</param>
    /// <returns>What is to be told of a task that may go on; empty where nothing is.</returns>
    public async Task<string> CancelAsync(StepCall call, string? task, CancellationToken cancellationToken)
    {
        if (task is null)
        {
            return "";
        }

        using var limit = new CancellationTokenSource(CancelLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string? fault;
        try
        {
            fault = await target.CancelAsync(call, task, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"No answer within {CancelLimit.TotalSeconds:0} seconds.";
        }

        if (fault is null)
        {
            LogCancelled(call.Name, call.RunId);
            return "";
        }

        LogNotCancelled(call.Name, call.RunId, fault);
        return $"its task may go on, or have done its work: {fault.TrimEnd('.')}";
    }

    /// <summary>What is to be told of a task that may go on, as the end of a sentence.</summary>
    public static string Clause(string leftOver) => leftOver.Length > 0 ? "; " + leftOver : "";

    [LoggerMessage(1502, LogLevel.Information, "The target of step '{Step}' of run {RunId} was told to cancel its task.")]
    private partial void LogCancelled(string step, string runId);

    [LoggerMessage(1503, LogLevel.Warning, "The target of step '{Step}' of run {RunId} could not be told to cancel its task, which may go on: {Fault}")]
    private partial void LogNotCancelled(string step, string runId, string fault);
}
