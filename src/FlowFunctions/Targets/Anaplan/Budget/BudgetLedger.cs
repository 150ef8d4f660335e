using System.Globalization;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// The requests of a user that still count: blocks of permits, each with the second by which its last permit was used or worth nothing. A block counts until a whole
/// window after that second, so that no window of <see cref="Window"/> has more requests than the limit, wherever in its life a block was used. Immutable.
/// </summary>
internal sealed class BudgetLedger
{
    public static readonly BudgetLedger Empty = new([]);

    /// <summary>In which the service counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    /// <summary>How far apart the clocks of two hosts may be.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a block may be used for.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<long, int> _permitsBySecond;

    private BudgetLedger(SortedDictionary<long, int> permitsBySecond) => _permitsBySecond = permitsBySecond;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It did not.</exception>
    public static BudgetLedger Parse(string text)
    {
        var permits = new SortedDictionary<long, int>();
        foreach (var block in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = block.IndexOf(':', StringComparison.Ordinal);
            permits[long.Parse(block.AsSpan(0, colon), CultureInfo.InvariantCulture)] = int.Parse(block.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        }

        return new(permits);
    }

    public override string ToString() => string.Join(' ', _permitsBySecond.Select(block => string.Create(CultureInfo.InvariantCulture, $"{block.Key}:{block.Value}")));

    /// <summary>The permits that count at <paramref name="now"/>.</summary>
    public int Used(DateTimeOffset now) => Current(now)._permitsBySecond.Values.Sum();

    /// <summary>When fewer permits will count than at <paramref name="now"/>; <paramref name="now"/> itself where none does.</summary>
    public DateTimeOffset NextRelease(DateTimeOffset now)
    {
        var current = Current(now)._permitsBySecond;
        return current.Count == 0 ? now : ReleasedAt(current.Keys.First());
    }

    /// <summary>With a block of permits that may be used from <paramref name="now"/> until <paramref name="life"/> later.</summary>
    public BudgetLedger With(int permits, DateTimeOffset now, TimeSpan life)
    {
        var next = new SortedDictionary<long, int>(Current(now)._permitsBySecond);
        Add(next, SecondAfter(now + life), permits);
        return new(next);
    }

    /// <summary>With all blocks of both.</summary>
    public BudgetLedger With(BudgetLedger other)
    {
        var both = new SortedDictionary<long, int>(_permitsBySecond);
        foreach (var (second, permits) in other._permitsBySecond)
        {
            Add(both, second, permits);
        }

        return new(both);
    }

    /// <summary>Without what no longer counts. No block can be used longer than all blocks are: one that says so was written by a clock that is wrong, and must not stop everybody.</summary>
    private BudgetLedger Current(DateTimeOffset now)
    {
        var last = SecondAfter(now + LongestLife + ClockTolerance);
        var current = new SortedDictionary<long, int>();
        foreach (var (second, permits) in _permitsBySecond)
        {
            if (ReleasedAt(second) > now)
            {
                Add(current, Math.Min(second, last), permits);
            }
        }

        return new(current);
    }

    private static void Add(SortedDictionary<long, int> permitsBySecond, long second, int permits) =>
        permitsBySecond[second] = permitsBySecond.GetValueOrDefault(second) + permits;

    private static DateTimeOffset ReleasedAt(long second) => DateTimeOffset.FromUnixTimeSeconds(second) + Window + ClockTolerance;

    /// <summary>Whole seconds keep the ledger short: it has at most about 75 entries.</summary>
    private static long SecondAfter(DateTimeOffset instant) => (instant.ToUnixTimeMilliseconds() + 999) / 1000;
}
