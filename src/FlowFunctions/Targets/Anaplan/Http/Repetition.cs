using System.Net;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>When a request is sent again within one call: for a few seconds. What lasts longer is the step's to wait for, durably.</summary>
internal static class Repetition
{
    public const int MaximumRepetitions = 3;

    /// <summary>Of a Retry-After that is waited for here; what asks for more is told to the caller.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(65);

    /// <summary>Of a wait that Anaplan did not ask for.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var time = context.ServiceProvider.GetRequiredService<TimeProvider>();
        var backOff = context.ServiceProvider.GetRequiredService<BackOff>();
        pipeline.TimeProvider = time;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = MaximumRepetitions,
            ShouldRetryAfterHeader = false,
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(backOff.Delay(arguments.AttemptNumber + 1, RetryAfter(arguments.Outcome, time), LongestDelay)),
            ShouldHandle = arguments => ValueTask.FromResult(MayRepeat(arguments, time)),
        });
    }

    /// <summary>Null leaves the delay to the back-off.</summary>
    private static TimeSpan? RetryAfter(Outcome<HttpResponseMessage> outcome, TimeProvider time) =>
        outcome.Result is { } response ? RetryAfterHeader.Read(response.Headers, time.GetUtcNow()) : null;

    private static bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> arguments, TimeProvider time)
    {
        if (arguments.Context.CancellationToken.IsCancellationRequested || RetryAfter(arguments.Outcome, time) > LongestRetryAfter)
        {
            return false;
        }

        var isRepeatable = arguments.Context.GetRequestMessage().Has(RequestTraits.IsRepeatable);
        return arguments.Outcome switch
        {
            { Result.StatusCode: HttpStatusCode.TooManyRequests } => true,
            { Result: { } response } => isRepeatable && ConnectionFaults.IsTransient(response.StatusCode),
            { Exception: { } exception } => ConnectionFaults.IsBeforeSending(exception)
                || (isRepeatable && exception is HttpRequestException or IOException or TimeoutException),
            _ => false,
        };
    }
}
