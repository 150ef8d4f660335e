using System.Net;
using System.Text.Json;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Endpoint;

/// <summary>
/// Runs a step on an HTTP endpoint. The start is one request with the step as JSON; 2xx ends the step, with an outcome if the body
/// names one; 202 with a Location makes it a task that is polled there until the answer is another; redirects and 4xx fail it; 408, 429, 5xx and
/// faults of the connection are for the caller to try again.
/// </summary>
/// <remarks>An endpoint that has answered a start with 2xx has done it: where that answer cannot be read the step fails, for a second start could do it twice.</remarks>
internal sealed class EndpointTarget(EndpointExchange exchange, EndpointCredentials credentials, IOptions<TargetsOptions> options) : IStepTarget
{
    private static readonly JsonSerializerOptions BodyFormat = new(JsonSerializerDefaults.Web);

    public Task<TargetReply> StartAsync(StepCall call, int attempt, IStepCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var body = new EndpointStart(call.RunId, call.FlowId, call.Referrer, call.Name, attempt, call.OperationId);
        return ExchangeAsync(call, handle: null, JsonSerializer.SerializeToUtf8Bytes(body, BodyFormat), cancellationToken);
    }

    public Task<TargetReply> PollAsync(StepCall call, string handle, IStepCheckpoint checkpoint, CancellationToken cancellationToken) =>
        ExchangeAsync(call, handle, body: null, cancellationToken);

    public async Task<string?> CancelAsync(StepCall call, string handle, CancellationToken cancellationToken)
    {
        var opened = await credentials.OpenAsync(call, handle, cancellationToken);
        if (!opened.CanBeCalled)
        {
            return opened.Refusal is TargetReply.Ended ended ? ended.Message : (opened.Refusal as TargetReply.Unavailable)?.Reason;
        }

        if (!TryFindSecret(opened.Endpoint, out var secret, out var fault))
        {
            return fault;
        }

        try
        {
            var request = new EndpointRequest(opened.Endpoint, HttpMethod.Delete, opened.AddressOf(handle), Body: null, call.OperationId, secret);
            var answer = await exchange.SendAsync(request, cancellationToken);
            return answer.IsSuccess ? null : opened.Hide($"The endpoint answered {answer.Describe(withPath: true)}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or UnreadableAnswerException)
        {
            return TargetText.Bound(opened.Hide(exception.Message));
        }
    }

    public WorkSoFar? SoFar(StepCall call, string handle) => null;

    private async Task<TargetReply> ExchangeAsync(StepCall call, string? handle, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var opened = await credentials.OpenAsync(call, handle, cancellationToken);
        if (!opened.CanBeCalled)
        {
            return handle is not null && opened.Refusal is TargetReply.Ended ended ? ended with { IsUnknown = true } : opened.Refusal;
        }

        if (!TryFindSecret(opened.Endpoint, out var secret, out var fault))
        {
            return TargetReply.Ended.Failed(RunErrorCodes.ConnectionRefused, fault);
        }

        var request = handle is null
            ? new EndpointRequest(opened.Endpoint, new HttpMethod(opened.Endpoint.Method), new Uri(opened.Endpoint.Url), body, call.OperationId, secret)
            : new EndpointRequest(opened.Endpoint, HttpMethod.Get, opened.AddressOf(handle), body, call.OperationId, secret);
        return opened.Hide(await SendAsync(request, handle, cancellationToken));
    }

    private async Task<TargetReply> SendAsync(EndpointRequest request, string? handle, CancellationToken cancellationToken)
    {
        var address = request.Address;
        try
        {
            return Understand(await exchange.SendAsync(request, cancellationToken), handle);
        }
        catch (UnreadableAnswerException exception) when (handle is not null)
        {
            return new TargetReply.Unavailable(exception.Message, RunErrorCodes.RejectedByTarget);
        }
        catch (Exception exception) when (exception is RedirectRefusedException or UnreadableAnswerException)
        {
            // Something answered, and may have done the work; only a redirect of the start says that it did not.
            return Failed(exception.Message) with { IsUnknown = handle is not null || exception is UnreadableAnswerException };
        }
        catch (TimeoutException exception)
        {
            return new TargetReply.Unavailable(exception.Message, RunErrorCodes.TimedOut);
        }
        catch (HttpRequestException exception) when (exception.InnerException is PrivateNetworkException refused)
        {
            return TargetReply.Ended.Failed(RunErrorCodes.ConnectionRefused, refused.Message);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            // A certificate does not become valid by asking again.
            return TargetReply.Ended.Failed(
                RunErrorCodes.ConnectionRefused, $"No secure connection to {address.Authority}: {(exception.InnerException ?? exception).Message}");
        }
        catch (HttpRequestException exception)
        {
            return new TargetReply.Unavailable($"No connection to {address.Authority}: {exception.Message}", RunErrorCodes.ConnectionRefused);
        }
    }

    private static TargetReply Understand(EndpointAnswer answer, string? handle)
    {
        if (answer.IsTransient)
        {
            return new TargetReply.Unavailable($"The endpoint answered {answer.StatusText}.", RunErrorCodes.RejectedByTarget, answer.RetryAfter);
        }

        if (answer.IsRedirect)
        {
            return Failed($"The endpoint answered {answer.Describe(withPath: true)}.");
        }

        if (!answer.IsSuccess)
        {
            return Failed((answer.Text is { } said ? EndpointWords.ReadMessage(said) : null) ?? $"The endpoint answered {answer.StatusText}.");
        }

        if (answer.Status == HttpStatusCode.Accepted)
        {
            return Accept(answer, handle, "answered 202");
        }

        return answer.Body switch
        {
            AnswerBody.TooLong => OfUnknownEnd($"The endpoint answered more than {EndpointAnswer.MaximumBodySize / 1024} KiB."),
            AnswerBody.Unreadable unreadable when handle is not null =>
                new TargetReply.Unavailable($"The endpoint answered {answer.StatusText}, but its answer {unreadable.Why}.", RunErrorCodes.RejectedByTarget),
            AnswerBody.Unreadable unreadable =>
                OfUnknownEnd($"The endpoint answered {answer.StatusText}, but its answer {unreadable.Why}: how the step ended is not known. Look there before it is run again."),
            _ => EndpointWords.ReadOutcome(answer.Text!, answer.SaysJson) is { } ended ? ended : Accept(answer, handle, "says that the step goes on"),
        };
    }

    private static TargetReply Accept(EndpointAnswer answer, string? handle, string what)
    {
        var (progress, message) = answer.Text is { } body ? EndpointWords.ReadProgress(body) : (null, null);
        if (answer.Location is null && handle is not null)
        {
            // A poll's answer need not repeat where the task is.
            return new TargetReply.Accepted(handle, answer.RetryAfter, progress, message);
        }

        if (EndpointAddress.Resolve(answer.Address, answer.Location, out var fault) is { } status)
        {
            return new TargetReply.Accepted(status.AbsoluteUri, answer.RetryAfter, progress, message);
        }

        return OfUnknownEnd($"The endpoint {what} {fault}, so its task cannot be followed.");
    }

    private static TargetReply.Ended Failed(string message) => TargetReply.Ended.Failed(RunErrorCodes.RejectedByTarget, message);

    /// <summary>Of a step that the endpoint may have done.</summary>
    private static TargetReply.Ended OfUnknownEnd(string message) => Failed(message) with { IsUnknown = true };

    private bool TryFindSecret(EndpointInput endpoint, out string? secret, out string fault)
    {
        (secret, fault) = (null, string.Empty);
        if (endpoint.SecretName is null || options.Value.Secrets.TryGetValue(endpoint.SecretName, out secret))
        {
            return true;
        }

        fault = $"The secret '{endpoint.SecretName}' of the endpoint is not configured; set Targets:Secrets:{endpoint.SecretName}.";
        return false;
    }
}
