using System.Runtime.ExceptionServices;
using FlowFunctions.LocalHost.Checks;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>Takes what goes wrong outside of functions, at which the WebJobs SDK would throw on a thread of its own and so end the process without a word to anybody.</summary>
internal sealed partial class TriggerFaults(ILogger<TriggerFaults> logger) : IWebJobsExceptionHandlerFactory, IWebJobsExceptionHandler
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes, with the reason, when a trigger listens no more.</summary>
    public Task<string> Failed => _failed.Task;

    public IWebJobsExceptionHandler Create(IHost jobHost) => this;

    /// <summary>The function has been told to stop, and its call fails.</summary>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
    {
        TookTooLong(Sentence.Of(exceptionInfo.SourceException));
        return Task.CompletedTask;
    }

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        var fault = exceptionInfo.SourceException;
        _failed.TrySetResult($"a trigger has failed: {Sentence.Of(fault)} ({fault.GetType().FullName})");
        Fails(fault);
        return Task.CompletedTask;
    }

    [LoggerMessage(1350, LogLevel.Error, "A function took longer than the functionTimeout of host.json: {Message}")]
    private partial void TookTooLong(string message);

    [LoggerMessage(1351, LogLevel.Critical, "A trigger has failed, and the host ends")]
    private partial void Fails(Exception fault);
}
