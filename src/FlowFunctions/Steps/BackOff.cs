using FlowFunctions.Outgoing;

namespace FlowFunctions.Steps;

/// <summary>
/// When somebody is asked again: the one rule for all repetitions. Exponential back-off with jitter: the wait before retry n is drawn evenly from <see cref="Shortest"/> to
/// min(<see cref="Cap"/>, <see cref="Shortest"/> × 2ⁿ). Jitter spreads the retries of many clients best for the least work (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog,
/// 2015). What the other side wishes can make a wait longer, and no shorter than it would be without; it moves no wait out of the bounds.
/// </summary>
/// <param name="random">Evenly drawn from [0, 1).</param>
public sealed class BackOff(Func<double> random)
{
    /// <summary>Between two requests for the same thing, whatever is asked.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Of a wait that nobody asked for.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromMinutes(1);

    /// <summary>Of any wait.</summary>
    public static readonly TimeSpan Longest = RetryAfterHeader.Longest;

    /// <summary>By how much a wait that somebody asked for, or that is set, is longer at the most: those who were told the same do not come back in the same moment.</summary>
    private const double Spread = 0.1;

    /// <param name="failures">Failures in a row so far, at least 1.</param>
    /// <param name="asked">What the other side asked for; null where it did not.</param>
    /// <param name="cap">In place of <see cref="Cap"/>; at least <see cref="Shortest"/>.</param>
    public TimeSpan Delay(int failures, TimeSpan? asked = null, TimeSpan? cap = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var ceiling = Math.Min((cap ?? Cap).TotalSeconds, Shortest.TotalSeconds * (1L << Math.Min(failures, 30)));
        var draw = random();
        var own = Shortest + TimeSpan.FromSeconds((ceiling - Shortest.TotalSeconds) * draw);
        return asked is null ? own : Max(own, Spreaded(asked.Value, draw));
    }

    /// <summary>The wait before a task is looked at that goes on.</summary>
    /// <param name="interval">What is set.</param>
    /// <param name="asked">What the other side asked for; null where it did not.</param>
    public TimeSpan Poll(TimeSpan interval, TimeSpan? asked = null) => Spreaded(asked ?? interval, random());

    private static TimeSpan Spreaded(TimeSpan wished, double draw) =>
        wished >= Longest ? Longest
        : Max(Shortest, wished) * (1 + (Spread * draw)) is var spread && spread < Longest ? spread
        : Longest;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
