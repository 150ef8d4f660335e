using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FlowFunctions.Outgoing;
using FlowFunctions.Steps;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Speaks to BigQuery's REST API as a service account. A token is asked for when the last one ends, or the service no longer takes it. Thread-safe.
/// </summary>
internal sealed class BigQueryClient(HttpClient http, Uri service, ServiceAccountCredential credential, StorePlace place, BackOff backOff, TimeProvider time)
{
    private const int MaximumTries = 5;

    /// <summary>From the start of one request to the end of its answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>What the service may ask for without being left alone: longer waits are for the run, not for an activity.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Reads a resource; short faults are asked again, and so is a success that is not the resource.</summary>
    /// <param name="path">Of the resource.</param>
    /// <param name="name">Of the table that it is about, for people.</param>
    /// <param name="read">Reads what is needed of it, from a JSON object; null where that is not there.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where there is none (404, in the service's own words).</returns>
    /// <exception cref="StoreException">What came is an error, or the last answer was still none (<see cref="StoreFault.Unavailable"/>).</exception>
    public async Task<T?> FindAsync<T>(string path, string name, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        T? found = null;
        using var answer = await RepeatAsync(
            () => new(HttpMethod.Get, new Uri(service, path)),
            success => (found = success.Body?.RootElement is { ValueKind: JsonValueKind.Object } resource ? read(resource) : null) is not null,
            cancellationToken);
        return answer switch
        {
            { IsSuccess: true } => found ?? throw NoAnswer(answer),
            { Status: HttpStatusCode.NotFound, IsTransient: false } => null,
            _ => throw Fault(answer, name),
        };
    }

    /// <summary>Posts JSON, again after short faults; what it does must be harmless to repeat.</summary>
    /// <param name="path">At the service.</param>
    /// <param name="body">To be written as JSON.</param>
    /// <param name="isWhole">Whether a success has what is needed of it; one that has not is asked for again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BigQueryAnswer> PostAsync(string path, object body, Func<BigQueryAnswer, bool> isWhole, CancellationToken cancellationToken) => RepeatAsync(
        () => new(HttpMethod.Post, new Uri(service, path)) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) },
        isWhole,
        cancellationToken);

    /// <summary>One request to a path of the service, and no more.</summary>
    /// <exception cref="StoreException">No whole answer came (<see cref="StoreFault.Unavailable"/>), or no token is given.</exception>
    public async Task<BigQueryAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(service, path)) { Content = content };
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Waits before the next try.</summary>
    /// <param name="failures">So far.</param>
    /// <param name="asked">What the service asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int failures, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var delay = backOff.Delay(failures, asked);
        return Task.Delay(delay < LongestWait ? delay : LongestWait, time, cancellationToken);
    }

    /// <summary>Of a success that lacks what was asked for: it says nothing of what there is.</summary>
    public StoreException NoAnswer(BigQueryAnswer answer) =>
        place.Unavailable($"Google BigQuery answers {(int)answer.Status} without what was asked for", retryAfter: answer.RetryAfter);

    public StoreException Fault(BigQueryAnswer answer, string name) => answer switch
    {
        { IsSuccess: true } => NoAnswer(answer),
        { IsTransient: true } => place.Unavailable($"Google BigQuery answers: {answer.Message}", retryAfter: answer.RetryAfter),
        { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => place.Refused($"Google BigQuery answers: {answer.Message}"),
        { Status: HttpStatusCode.NotFound } => place.Missing(name),
        _ => place.Failed(name, $"Google BigQuery answers: {answer.Message}"),
    };

    private async Task<BigQueryAnswer> RepeatAsync(Func<HttpRequestMessage> create, Func<BigQueryAnswer, bool> isWhole, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            TimeSpan? asked = null;
            try
            {
                using var request = create();
                var answer = await SendAsync(request, cancellationToken);
                var isTokenOld = answer.Status == HttpStatusCode.Unauthorized && failures == 1;
                var isRepeated = answer.IsSuccess ? !isWhole(answer) : answer.IsTransient || isTokenOld;
                if (!isRepeated || failures == MaximumTries)
                {
                    return answer;
                }

                asked = answer.RetryAfter;
                answer.Dispose();
            }
            catch (StoreException exception) when (exception.IsTransient && failures < MaximumTries)
            {
                // Asked again.
            }

            await WaitAsync(failures, asked, cancellationToken);
        }
    }

    private async Task<BigQueryAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            request.Headers.Authorization = await AuthorizeAsync(either.Token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                // The next request asks for another token: this one may have been withdrawn before its end.
                credential.Token = null;
            }

            return await BigQueryAnswer.ReadAsync(response, time.GetUtcNow(), either.Token);
        }
        catch (NoTokenAnswerException exception)
        {
            throw place.Unavailable($"Google gives no access token now: {exception.Message}", exception, exception.RetryAfter);
        }
        catch (TokenResponseException exception)
        {
            // In the words of RFC 6749, or it had not come this far.
            throw place.Refused($"Google gives no access token for the service account's key ({TargetText.Bound(exception.Error?.Error ?? "no reason given", 100)})", exception);
        }
        catch (AnswerTooLongException exception)
        {
            throw place.Overlong($"more than {AnswerJson.MaximumBytes / (1024 * 1024)} MiB", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            throw place.Unavailable("the connection to Google failed", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw place.Unavailable($"Google did not answer within {Patience.TotalSeconds} seconds", exception);
        }
    }

    private async Task<AuthenticationHeaderValue> AuthorizeAsync(CancellationToken cancellationToken) =>
        new("Bearer", await credential.GetAccessTokenForRequestAsync(cancellationToken: cancellationToken));
}
