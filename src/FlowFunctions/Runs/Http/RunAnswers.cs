using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Runs;

/// <summary>What became of a request for a run, in the contract's words.</summary>
internal static class RunAnswers
{
    public static ApiException NotFound(string runId) => ApiError.NotFound($"No run has the id '{runId}'.");

    public static ApiResult Of(CancelStanding standing, string runId) => standing switch
    {
        CancelStanding.Accepted => ApiResult.Ok(),
        CancelStanding.Ended => throw ApiError.Conflict($"Run {runId} has ended and cannot be cancelled."),
        CancelStanding.NotBegun => throw ApiError.Conflict($"Run {runId} waits to begin, and is certain to end only once it has begun. Ask again.").WithHeader(HeaderNames.RetryAfter, "5"),
        _ => throw new InvalidOperationException($"Unknown standing {standing}."),
    };

    public static ApiResult OfFlow(RunStart start, string flowId) => Of(start, FlowErrors.NotFound(flowId), FlowErrors.Running);

    public static ApiResult OfIntegration(RunStart start, string integrationId) =>
        Of(start, IntegrationErrors.NotFound(integrationId), IntegrationErrors.Running);

    /// <summary>Why no run of a flow would start, in the words that a request to start it would be refused with.</summary>
    public static string RefusalOf(RunStart refusal, string flowId) => refusal switch
    {
        RunStart.Invalid invalid => string.Join(' ', invalid.Problems.Select(problem => problem.Message)),
        RunStart.Busy running => FlowErrors.Running(running.RunId).Message,
        RunStart.Refused refused => refused.Reason,
        RunStart.Unknown => FlowErrors.NotFound(flowId).Message,
        _ => throw new InvalidOperationException($"{refusal.GetType().Name} refuses nothing."),
    };

    /// <summary>A run that the caller asks for by hand. Who asks again under the same <c>Idempotency-Key</c>, because no answer came or none that settles it, asks for the same run.</summary>
    public static RunOrder ManualOrder(this HttpRequest request) => new(new(request.Caller().Name, RunTrigger.Manual), request.HttpContext.TraceId())
    {
        TraceParent = request.HttpContext.TraceParent(),
        RunId = request.HttpContext.OrderId(),
    };

    private static ApiResult Of(RunStart start, ApiException unknown, Func<string, ApiException> busy) => start switch
    {
        RunStart.Started started => ApiResult.Ok("run", new { Id = started.RunId }),
        RunStart.Invalid invalid => throw ApiError.Invalid(invalid.Problems),
        RunStart.Busy running => throw busy(running.RunId),
        RunStart.Refused refused => throw ApiError.Conflict(refused.Reason),
        RunStart.Unknown => throw unknown,
        _ => throw new InvalidOperationException($"Unknown start {start.GetType().Name}."),
    };
}
