using System.Net;

namespace FlowFunctions.Cli.Connecting;

/// <summary>
/// Sends a request again that was not done: 503 and 429, a refused connection, and, for two and a half minutes, 409 with Retry-After, which is an earlier try of the same POST that is still being
/// answered, or a run that waits to begin. A connection that breaks before the answer's end is tried again only where doing it twice does no harm; DELETE is not, since the second would find nothing.
/// </summary>
/// <param name="time">Of the pauses.</param>
/// <param name="say">Told of each try.</param>
/// <param name="sayPause">Told of pauses that somebody notices.</param>
/// <param name="clock">By which a try has its time; the machine's where it is null.</param>
internal sealed class RetryingHandler(TimeProvider time, Action<string> say, Action<string> sayPause, TimeProvider? clock = null) : DelegatingHandler
{
    public const int MaximumTries = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan NoticedPause = TimeSpan.FromSeconds(1);

    /// <summary>A server that died with a try is known to have done so after two minutes (<c>IdempotencyStore.StaleAfter</c>), and the next try has an answer then.</summary>
    public static readonly TimeSpan ConflictPatience = TimeSpan.FromSeconds(150);

    /// <summary>Of one try: a server that says nothing for so long is not asked again.</summary>
    public static readonly TimeSpan TryPatience = TimeSpan.FromSeconds(100);

    private static readonly TimeSpan LongestBackOffOfConflict = TimeSpan.FromSeconds(5);

    /// <summary>A server that asks for more than this is not waited for.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var conflicts = 0;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? pause;
            string why;
            var isLast = attempt - conflicts >= MaximumTries;
            var which = $"try {attempt - conflicts + 1} of {MaximumTries}";
            try
            {
                var response = await TryAsync(request, cancellationToken);
                var isConflict = response.StatusCode == HttpStatusCode.Conflict;
                pause = (isConflict ? time.GetElapsedTime(began) < ConflictPatience : !isLast) ? PauseBefore(response, isConflict ? attempt : attempt - conflicts) : null;
                if (pause is null)
                    return response;
                if (isConflict)
                {
                    conflicts++;
                    which = "again";
                }

                why = $"{(int)response.StatusCode}";
                response.Dispose();
            }
            catch (HttpRequestException problem) when (!isLast && IsTransient(request.Method, problem))
            {
                pause = BackOff(attempt - conflicts);
                why = problem.HttpRequestError.ToString();
            }

            say($"{why}: {which} in {pause.Value.TotalSeconds:0.##} s");
            if (pause >= NoticedPause)
                sayPause($"{request.RequestUri?.GetLeftPart(UriPartial.Authority)} does not do it yet ({why}); asking again in {pause.Value.TotalSeconds:0.#} s.");
            await Task.Delay(pause.Value, time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TryPatience, clock ?? TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(either.Token);
            return response;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // As HttpClient tells of its own.
            throw new TaskCanceledException($"No answer within {TryPatience.TotalSeconds:0} seconds.", new TimeoutException());
        }
    }

    private TimeSpan? PauseBefore(HttpResponseMessage response, int attempt)
    {
        var asked = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - time.GetUtcNow()) : null;
        var isTransient = response.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.Conflict => asked is not null,
            _ => false,
        };
        if (!isTransient)
            return null;
        var backOff = BackOff(attempt);
        if (response.StatusCode == HttpStatusCode.Conflict && backOff > LongestBackOffOfConflict)
            backOff = LongestBackOffOfConflict;
        var pause = asked is { } wish && wish > backOff ? wish : backOff;
        return pause <= LongestPause ? pause : null;
    }

    private static TimeSpan BackOff(int attempt) => FirstPause * Math.Pow(2, attempt - 1);

    private static bool IsTransient(HttpMethod method, HttpRequestException problem) => problem.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => true,
        HttpRequestError.ResponseEnded or HttpRequestError.Unknown => method != HttpMethod.Delete,
        _ => false,
    };
}
