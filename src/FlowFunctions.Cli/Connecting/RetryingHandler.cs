using System.Net;

namespace FlowFunctions.Cli.Connecting;

/// <summary>
/// Sends a request again that was not done: 503 and 429, a refused connection, and 409 with Retry-After, which is an earlier try of the same POST that is still being answered, or a run that waits to
/// begin. A connection that breaks before the answer's end is tried again only where doing it twice does no harm; DELETE is not, since the second would find nothing.
/// </summary>
/// <param name="time">Of the pauses.</param>
/// <param name="say">Told of each try.</param>
/// <param name="sayPause">Told of pauses that somebody notices.</param>
internal sealed class RetryingHandler(TimeProvider time, Action<string> say, Action<string> sayPause) : DelegatingHandler
{
    public const int MaximumTries = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan NoticedPause = TimeSpan.FromSeconds(1);

    /// <summary>A server that asks for more than this is not waited for.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? pause;
            string why;
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                pause = attempt < MaximumTries ? PauseBefore(response, attempt) : null;
                if (pause is null)
                    return response;
                why = $"{(int)response.StatusCode}";
                response.Dispose();
            }
            catch (HttpRequestException problem) when (attempt < MaximumTries && IsTransient(request.Method, problem))
            {
                pause = BackOff(attempt);
                why = problem.HttpRequestError.ToString();
            }

            say($"{why}: try {attempt + 1} of {MaximumTries} in {pause.Value.TotalSeconds:0.##} s");
            if (pause >= NoticedPause)
                sayPause($"{request.RequestUri?.GetLeftPart(UriPartial.Authority)} does not do it yet ({why}); asking again in {pause.Value.TotalSeconds:0.#} s.");
            await Task.Delay(pause.Value, time, cancellationToken);
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
        var pause = asked is { } wish && wish > BackOff(attempt) ? wish : BackOff(attempt);
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
