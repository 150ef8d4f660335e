using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Http;

/// <summary>Turns whatever leaves a function into an answer in the contract's form, with the headers that all have, and logs once what is not the caller's doing.</summary>
internal sealed partial class ApiErrorMiddleware(IOptions<StorageOptions> storage, ILogger<ApiErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string NotAnswering = "Storage does not answer. Try again in a few seconds.";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        http.SetTraceParent(context.TraceContext.TraceParent);
        http.Response.Guard();
        StoragePatience.Begin(storage.Value.StorageTimeout);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            context.GetInvocationResult().Value = ToResult(exception, context, http);
        }
    }

    private IResult ToResult(Exception exception, FunctionContext context, HttpContext http)
    {
        var function = context.FunctionDefinition.Name;
        switch (exception)
        {
            case ApiException api:
                return api.Answer;
            case DocumentTooLargeException tooLarge:
                return ApiError.TooLarge(tooLarge.Message).Answer;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLong:
                return ApiError.TooLarge(tooLong.Message).Answer;
            case BadHttpRequestException bad:
                return ApiError.Invalid("", bad.Message).Answer;
            case var fault when http.RequestAborted.IsCancellationRequested && IsOfCallersLeave(fault):
                LogAbandoned(function);
                return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return ApiError.Unavailable("The service is shutting down.").Answer;
            case var fault when StorageFaults.IsUnavailable(fault, http.RequestAborted):
                LogStorageUnavailable(function, StorageFaults.Describe(fault));
                return ApiError.Unavailable(NotAnswering).Answer;
            default:
                LogFailed(function, http.TraceId(), exception);
                return ApiError.Unexpected().Answer;
        }
    }

    /// <summary>What comes of a caller who left, or does not matter any more to one: a defect does.</summary>
    private static bool IsOfCallersLeave(Exception fault) => fault is OperationCanceledException or IOException || StorageFaults.IsUnavailable(fault, CancellationToken.None);

    [LoggerMessage(1001, LogLevel.Error, "{Function} failed; the caller got 500 with trace id {TraceId}.")]
    private partial void LogFailed(string function, string traceId, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Storage did not answer {Function}; the caller got 503: {Reason}")]
    private partial void LogStorageUnavailable(string function, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "The caller of {Function} went away before the answer.")]
    private partial void LogAbandoned(string function);
}
