namespace FlowFunctions.Steps;

/// <summary>
/// Exponential back-off with full jitter: the wait before retry n is drawn evenly from 0 to min(<see cref="Cap"/>, <see cref="Base"/> × 2ⁿ⁻¹).
/// Full jitter spreads the retries of many clients best for the least work (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
/// </summary>
/// <param name="random">Evenly drawn from [0, 1).</param>
public sealed class BackOff(Func<double> random)
{
    public static readonly TimeSpan Base = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Cap = TimeSpan.FromMinutes(1);

    /// <param name="failures">Failures in a row so far, at least 1.</param>
    public TimeSpan Delay(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var doublings = Math.Min(failures - 1, 30);
        var ceiling = Math.Min(Cap.TotalMilliseconds, Base.TotalMilliseconds * (1L << doublings));
        return TimeSpan.FromMilliseconds(ceiling * random());
    }
}
