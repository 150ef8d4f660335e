using System.Net;

namespace FlowFunctions.Testing;

/// <summary>Waits for what a test expects instead of sleeping for as long as it might take.</summary>
public static class Wait
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    // A look that is awaited asks a server or storage: in the end that costs more than what it waits for.
    private static readonly TimeSpan AskAgainAtLatestAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a wait may take where the test does not say: 4 min. It costs only what fails; a machine that six tests share has made some that take 3 s take 40 s,
    /// and what a host still held when it ended comes back after a minute only.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Until the condition holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="deadline">Null is <see cref="Patience"/>.</param>
    /// <param name="describe">What was last seen, for the message of a wait that fails.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task Until(Func<bool> condition, TimeSpan? deadline = null, Func<object?>? describe = null) =>
        LookAsync(() => Task.FromResult(condition() ? condition : null), deadline, describe, LookAgainAfter);

    /// <summary>Until the condition holds; asked the more seldom the longer it takes, up to four times a second.</summary>
    /// <inheritdoc cref="Until(Func{bool}, TimeSpan?, Func{object})"/>
    public static async Task Until(Func<Task<bool>> condition, TimeSpan? deadline = null, Func<object?>? describe = null) =>
        await LookAsync(async () => await condition() ? condition : null, deadline, describe, AskAgainAtLatestAfter);

    /// <summary>Until the look brings something other than null, and that is the answer.</summary>
    public static Task<T> For<T>(Func<Task<T?>> look, TimeSpan? deadline = null)
        where T : class => LookAsync(look, deadline, describe: null, AskAgainAtLatestAfter);

    /// <summary>Until what the look brings is as expected; a wait that fails shows what it last saw.</summary>
    public static async Task<T> For<T>(Func<Task<T>> look, Func<T, bool> expected, TimeSpan? deadline = null)
    {
        T? last = default;
        await Until(
            async () =>
            {
                last = await look();
                return expected(last);
            },
            deadline,
            () => last);
        return last!;
    }

    private static async Task<T> LookAsync<T>(Func<Task<T?>> look, TimeSpan? deadline, Func<object?>? describe, TimeSpan longestPause)
        where T : class
    {
        var patience = deadline ?? Patience;
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            T? seen = null;
            try
            {
                seen = await look();
            }
            catch (HttpRequestException busy) when (busy.StatusCode == HttpStatusCode.ServiceUnavailable && TimeProvider.System.GetElapsedTime(since) <= patience)
            {
                // What the application says where storage does not answer in time, as on a machine with too much to do: it says to ask again.
            }

            if (seen is not null)
            {
                return seen;
            }

            var elapsed = TimeProvider.System.GetElapsedTime(since);
            if (elapsed > patience)
            {
                var last = describe is null ? "" : $"; last seen: {describe() ?? "null"}";
                throw new TimeoutException($"What the test waits for did not come within {patience.TotalSeconds:0.#} s{last}");
            }

            var pause = elapsed / 10;
            await Task.Delay(pause < LookAgainAfter ? LookAgainAfter : pause > longestPause ? longestPause : pause);
        }
    }
}
