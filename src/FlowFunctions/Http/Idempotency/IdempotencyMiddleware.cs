using FlowFunctions.Security;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Http;

/// <summary>
/// Gives the first answer again to a POST that carries the <c>Idempotency-Key</c> and the body of an earlier one of the same caller, for 24 hours.
/// Answers that ask to come back (<c>Retry-After</c>, 5xx), and those that are too long to be kept, are not: the next try is a first one, which finds by its <see cref="Claim.OrderId"/> what is done already.
/// </summary>
internal sealed partial class IdempotencyMiddleware(IdempotencyStore store, TimeProvider time, ILogger<IdempotencyMiddleware> logger)
    : IFunctionsWorkerMiddleware
{
    public const string HeaderName = "Idempotency-Key";
    public const string ReplayedHeaderName = "Idempotency-Replayed";

    public const int MaximumKeyLength = 255;

    /// <summary>How long an answer may take to be kept. A claim that is neither kept nor released by then is stale a little later.</summary>
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(10);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var request = context.GetHttpContext()!.Request;
        if (!HttpMethods.IsPost(request.Method)
            || !request.Headers.TryGetValue(HeaderName, out var header)
            || HttpFunctions.All.GetValueOrDefault(context.FunctionDefinition.Name) is { AnswersSecret: true })
        {
            await next(context);
            return;
        }

        var key = header.ToString();
        if (header.Count != 1 || key.Length is 0 or > MaximumKeyLength)
        {
            throw ApiError.Invalid("", $"The header {HeaderName} must be one value of 1 to {MaximumKeyLength} characters.");
        }

        var cancellationToken = context.CancellationToken;
        var claim = await store.ClaimAsync(request.Caller().Name, key, await RequestFingerprint.OfAsync(request, cancellationToken), cancellationToken);
        switch (claim.Kind)
        {
            case ClaimKind.Answered:
                context.GetInvocationResult().Value = claim.Answer;
                return;
            case ClaimKind.InProgress:
                throw ApiError.Conflict($"A request with this {HeaderName} is still being answered.").WithHeader(HeaderNames.RetryAfter, "1");
            case ClaimKind.OtherRequest:
                throw ApiError.Conflict($"This {HeaderName} was used for another request within the last 24 hours.");
            default:
                request.HttpContext.SetOrderId(claim.OrderId!);
                await AnswerFirstAsync(claim, request, context, next);
                return;
        }
    }

    private async Task AnswerFirstAsync(Claim claim, HttpRequest request, FunctionContext context, FunctionExecutionDelegate next)
    {
        var isKept = false;
        try
        {
            var answer = await AnswerAsync(context, next);

            // What says when to come back settles nothing.
            isKept = answer is { StatusCode: < StatusCodes.Status500InternalServerError } && !answer.Headers.ContainsKey(HeaderNames.RetryAfter);
            if (isKept)
            {
                isKept = await TryKeepAsync(claim, StoredAnswer.Of(answer!, request));
            }
        }
        finally
        {
            if (!isKept)
            {
                using var limit = new CancellationTokenSource(SettlingLimit, time);
                await store.ReleaseAsync(claim, limit.Token);
            }
        }
    }

    private static async Task<ApiResult?> AnswerAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ApiException exception)
        {
            context.GetInvocationResult().Value = exception.Answer;
        }

        return context.GetInvocationResult().Value as ApiResult;
    }

    /// <summary>A caller who went away is the very one who comes back with the same key: what is done is settled without regard to their cancellation.</summary>
    /// <returns>False where the answer cannot be kept at all; true also where it is not known whether it is.</returns>
    private async Task<bool> TryKeepAsync(Claim claim, StoredAnswer answer)
    {
        using var limit = new CancellationTokenSource(SettlingLimit, time);
        try
        {
            await store.KeepAsync(claim, answer, limit.Token);
        }
        catch (DocumentTooLargeException exception)
        {
            LogTooLong(exception);
            return false;
        }
        catch (Exception exception) when (limit.IsCancellationRequested || StorageFaults.IsUnavailable(exception, limit.Token))
        {
            // What the request asked for is done: its caller gets the answer, only a repetition of it would not.
            LogNotKept(IdempotencyStore.StaleAfter, exception);
        }

        return true;
    }

    [LoggerMessage(1011, LogLevel.Warning, "An answer could not be kept under its Idempotency-Key; the key can be used again in {StaleAfter}.")]
    private partial void LogNotKept(TimeSpan staleAfter, Exception exception);

    [LoggerMessage(1014, LogLevel.Information, "An answer is too long to be kept under its Idempotency-Key; a repetition of the request is answered anew.")]
    private partial void LogTooLong(Exception exception);
}
