using System.Collections.Concurrent;
using System.Globalization;

namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>
/// The service's answers to a tab, each asked for once and then given from here at once, with its tag: what a tab asks for on a clock that is turned faster than a service answers is counted rightly.
/// </summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Answer>>> _known = new(StringComparer.Ordinal);
    private int _asked;
    private int _again;
    private int _open;

    /// <summary>How often the service was asked since it was last set to 0.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>How many of these had nothing new.</summary>
    public int Again => Volatile.Read(ref _again);

    /// <summary>Whether every question has its answer.</summary>
    public bool IsIdle => Volatile.Read(ref _open) == 0;

    public static async Task<Answers> ToAsync(IPage page)
    {
        var answers = new Answers();
        page.Request += (_, request) => answers.Count(request, 1);
        page.RequestFinished += (_, request) => answers.Count(request, -1);
        page.RequestFailed += (_, request) => answers.Count(request, -1);
        await page.RouteAsync("**/2/0/**", answers.GiveAsync);
        return answers;
    }

    public void StartCounting() => (_asked, _again) = (0, 0);

    /// <summary>Asks the service anew from now on.</summary>
    public void Forget() => _known.Clear();

    private void Count(IRequest request, int by)
    {
        if (request.Url.Contains("/2/0/", StringComparison.Ordinal))
        {
            Interlocked.Add(ref _open, by);
        }
    }

    private async Task GiveAsync(IRoute route)
    {
        Interlocked.Increment(ref _asked);
        var answer = await _known.GetOrAdd(route.Request.Url, _ => new(() => ReadAsync(route))).Value;
        if (answer.Tag is not null && route.Request.Headers.TryGetValue("if-none-match", out var known) && known == answer.Tag)
        {
            Interlocked.Increment(ref _again);
            await route.FulfillAsync(new() { Status = 304, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = answer.Tag } });
            return;
        }

        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/json" };
        if (answer.Tag is not null)
        {
            headers["ETag"] = answer.Tag;
        }

        await route.FulfillAsync(new() { Status = answer.Status, Headers = headers, BodyBytes = answer.Body });
    }

    private static async Task<Answer> ReadAsync(IRoute route)
    {
        var headers = route.Request.Headers.Where(header => header.Key != "if-none-match").ToDictionary(StringComparer.OrdinalIgnoreCase);
        var response = await route.FetchAsync(new() { Headers = headers });
        Assert.True(response.Ok, string.Create(CultureInfo.InvariantCulture, $"{route.Request.Url} answered {response.Status}."));
        return new(response.Status, response.Headers.GetValueOrDefault("etag"), await response.BodyAsync());
    }

    private sealed record Answer(int Status, string? Tag, byte[] Body);
}
