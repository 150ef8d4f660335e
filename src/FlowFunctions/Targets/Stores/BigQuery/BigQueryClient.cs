using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
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

    /// <summary>Reads a resource; short faults are asked again.</summary>
    /// <returns>Null where there is none (404).</returns>
    public async Task<BigQueryAnswer?> FindAsync(string path, string name, CancellationToken cancellationToken)
    {
        var answer = await RepeatAsync(() => new(HttpMethod.Get, new Uri(service, path)), cancellationToken);
        if (answer.IsSuccess && answer.Body is not null)
        {
            return answer;
        }

        using (answer)
        {
            return answer.Status == HttpStatusCode.NotFound ? null : throw Fault(answer, name);
        }
    }

    /// <summary>Posts JSON, again after short faults; what it does must be harmless to repeat.</summary>
    public Task<BigQueryAnswer> PostAsync(string path, object body, CancellationToken cancellationToken) => RepeatAsync(
        () => new(HttpMethod.Post, new Uri(service, path)) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) },
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

    public StoreException Fault(BigQueryAnswer answer, string name) => answer switch
    {
        { IsTransient: true } => place.Unavailable($"Google BigQuery answers: {answer.Message}", retryAfter: answer.RetryAfter),
        { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => place.Refused($"Google BigQuery answers: {answer.Message}"),
        { Status: HttpStatusCode.NotFound } => place.Missing(name),
        _ => place.Failed(name, $"Google BigQuery answers: {answer.Message}"),
    };

    private async Task<BigQueryAnswer> RepeatAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            TimeSpan? asked = null;
            try
            {
                using var request = create();
                var answer = await SendAsync(request, cancellationToken);
                var isTokenOld = answer.Status == HttpStatusCode.Unauthorized && failures == 1;
                if (!(answer.IsTransient || isTokenOld) || failures == MaximumTries)
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
        catch (TokenResponseException exception) when (exception.StatusCode is null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests)
        {
            throw place.Unavailable("Google gives no access token now", exception);
        }
        catch (TokenResponseException exception)
        {
            throw place.Refused($"Google gives no access token for the service account's key ({exception.Error?.Error ?? "no reason given"})", exception);
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
