using System.Net;
using System.Text.Json;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Says in a planner's words what went wrong with a request.</summary>
internal sealed class AnswerFaults(IOptions<AnaplanOptions> options, TimeProvider time)
{
    private const int MaximumQuoteLength = 500;

    /// <summary>False for a fault that has its words already, for a defect, and for what the caller's own cancellation caused.</summary>
    public static bool IsOfExchange(Exception exception, CancellationToken cancellationToken) =>
        exception is TimeoutException or HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested;

    /// <summary>For a request that no answer came to.</summary>
    public AnaplanException Of(AnaplanRequest request, Exception exception) => exception is TimeoutException
        ? new(
            RunErrorCodes.TimedOut,
            $"Anaplan did not answer about {request.Subject.Name} within {options.Value.PatienceWith(request.IsRepeatable).TotalSeconds:0.###} seconds. If that lasts, see status.anaplan.com.",
            exception)
        {
            IsTransient = true,
            MayHaveArrived = true,
        }
        : exception is PageAnswerException ? NoAnswer(request.Subject, exception)
        : new(RunErrorCodes.ConnectionRefused, Unreachable(exception), exception)
        {
            IsTransient = true,
            MayHaveArrived = !ConnectionFaults.IsBeforeSending(exception),
        };

    /// <summary>For what came with a success and is no answer of Anaplan's.</summary>
    public static AnaplanException NoAnswer(Subject subject, Exception? cause = null) => new(
        RunErrorCodes.RejectedByTarget,
        $"What came in place of Anaplan's answer about {subject.Name} is none of its: a page of a gateway, a sign-in or a maintenance. If that lasts, see status.anaplan.com, and check {AnaplanOptions.Section}:{nameof(AnaplanOptions.ApiAddress)}.",
        cause)
    {
        IsTransient = true,
        MayHaveArrived = true,
    };

    /// <summary>For an answer other than 2xx.</summary>
    public async Task<AnaplanException> OfAsync(AnaplanRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var said = await QuoteAsync(response, cancellationToken);
        var status = response.StatusCode;
        var (code, message) = status switch
        {
            HttpStatusCode.Unauthorized => (RunErrorCodes.ConnectionRefused, "Anaplan refuses the token that it has just given. Check that the user is not locked, and may use the API."),
            HttpStatusCode.Forbidden => (RunErrorCodes.RejectedByTarget, $"Anaplan does not let its user do this with {request.Subject.Name}. Give the user access to the workspace, the model and the action."),
            HttpStatusCode.NotFound => (RunErrorCodes.RejectedByTarget, request.Subject.Absent),
            HttpStatusCode.Conflict or HttpStatusCode.Locked => (RunErrorCodes.RejectedByTarget, $"Anaplan's model is busy ({(int)status}): {request.Subject.Name} has to wait for what else goes on in it."),
            HttpStatusCode.TooManyRequests => (RunErrorCodes.RejectedByTarget, $"Anaplan takes no more requests of this user at the moment. If that lasts, lower {AnaplanOptions.Section}:{nameof(AnaplanOptions.RequestsPerMinute)}."),
            HttpStatusCode.InsufficientStorage => (RunErrorCodes.RejectedByTarget, $"Anaplan has no room left for {request.Subject.Name} ({(int)status}). Free space in the workspace, or have it enlarged; then run the step again."),
            >= HttpStatusCode.InternalServerError => (RunErrorCodes.RejectedByTarget, $"Anaplan has a fault of its own ({(int)status}) with {request.Subject.Name}. If that lasts, see status.anaplan.com."),
            _ => (RunErrorCodes.RejectedByTarget, $"Anaplan refused the request about {request.Subject.Name} ({(int)status}). Check the integration against the model, then run the step again."),
        };
        return new AnaplanException(code, said is null ? message : $"{message} Anaplan says: \"{said}\"")
        {
            Status = status,
            RetryAfter = RetryAfterHeader.Read(response.Headers, time.GetUtcNow()),
            IsTransient = ConnectionFaults.IsTransient(status),

            // A gateway's answer does not tell whether what is behind it has done its work; some say 408 where they mean 504.
            MayHaveArrived = status is HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError && ConnectionFaults.IsTransient(status),
        };
    }

    private string Unreachable(Exception exception) =>
        ConnectionFaults.IsBeforeSending(exception)
            ? $"Anaplan cannot be reached at {options.Value.ApiAddress}. Check {AnaplanOptions.Section}:{nameof(AnaplanOptions.ApiAddress)} and the network's way out."
            : "The connection to Anaplan broke before its answer came.";

    /// <summary>What the service says about its refusal, bounded; null where that cannot be read.</summary>
    private static async Task<string?> QuoteAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await AnswerJson.ReadAsync(response.Content, cancellationToken);
            var text = answer.RootElement.Find("status")?.Text("message") ?? answer.RootElement.Text("statusMessage") ?? answer.RootElement.Text("message");
            return text is null ? null : TargetText.Bound(text, MaximumQuoteLength);
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            // The status says enough.
            return null;
        }
    }
}
