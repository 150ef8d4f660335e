using CsCheck;
using FlowFunctions.Targets.Anaplan;

namespace FlowFunctions.Tests.Targets.Anaplan;

public sealed class BudgetLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    /// <summary>When somebody asks, whose clock is how wrong, how much it wants, how late it uses each permit of the block, and whether storage is slow.</summary>
    private static readonly Gen<(int GapMs, int Host, int Wanted, double Lateness, bool IsSlow)> Request =
        Gen.Select(Gen.Frequency((6, Gen.Int[0, 300]), (2, Gen.Int[300, 5_000]), (1, Gen.Int[5_000, 90_000])), Gen.Int[0, 3], Gen.Int[1, 40], Gen.Double[0, 0.999], Gen.Bool);

    [Fact]
    public void No_minute_has_more_requests_than_the_limit_however_the_hosts_clocks_go() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[-1000, 1000].Array[4], Request.Array[1, 400]).Sample((limit, skews, requests) =>
        {
            var (ledger, now, sent) = (BudgetLedger.Empty, Start, new List<DateTimeOffset>());
            foreach (var (gap, host, wanted, lateness, isSlow) in requests)
            {
                now += TimeSpan.FromMilliseconds(gap);
                var skew = TimeSpan.FromMilliseconds(skews[host]);
                var (block, next) = PermitBlock.TakeFrom(BudgetLedger.Parse(ledger.ToString()), limit, wanted, now + skew, isSlow);
                ledger = next;
                for (var permit = 0; permit < block.Permits; permit++)
                {
                    sent.Add(now + ((block.Until - skew - now) * (permit % 2 == 0 ? lateness : 0)));
                }
            }

            Assert.True(MostInAWindow(sent) <= limit, $"{MostInAWindow(sent)} requests in a minute where {limit} are allowed");
        });

    [Fact]
    public void Whoever_waits_as_he_is_told_gets_a_permit() =>
        Gen.Select(Gen.Int[1, 60], Request.Array[1, 200]).Sample((limit, requests) =>
        {
            var (ledger, now) = (BudgetLedger.Empty, Start);
            foreach (var (gap, _, wanted, _, isSlow) in requests)
            {
                now += TimeSpan.FromMilliseconds(gap);
                var (block, next) = PermitBlock.TakeFrom(ledger, limit, wanted, now, isSlow);
                if (block.Permits == 0)
                {
                    Assert.InRange(block.Until - now, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(75));
                    now = block.Until;
                    (block, next) = PermitBlock.TakeFrom(ledger, limit, wanted, now, isSlow);
                }

                Assert.InRange(block.Permits, 1, Math.Max(limit, 1));
                ledger = next;
            }
        });

    [Fact]
    public void Ledger_stays_short()
    {
        var (ledger, now) = (BudgetLedger.Empty, Start);
        for (var count = 0; count < 10_000; count++)
        {
            now += TimeSpan.FromMilliseconds(50);
            ledger = PermitBlock.TakeFrom(ledger, 6000, 7, now, isSlow: count % 3 == 0).Next;
        }

        Assert.InRange(ledger.ToString().Length, 100, 2000);
    }

    [Fact]
    public void Block_from_a_clock_that_is_far_ahead_stops_nobody_for_long()
    {
        var ledger = BudgetLedger.Empty.With(10, Start.AddDays(3), TimeSpan.FromSeconds(2));

        Assert.Equal(10, ledger.Used(Start));
        Assert.InRange(ledger.NextRelease(Start) - Start, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(80));
    }

    [Fact]
    public void Steady_demand_gets_nearly_the_whole_limit()
    {
        var (ledger, now, sent) = (BudgetLedger.Empty, Start, new List<DateTimeOffset>());
        while (now < Start.AddMinutes(20))
        {
            var (block, next) = PermitBlock.TakeFrom(ledger, 600, 8, now, isSlow: false);
            ledger = next;
            sent.AddRange(Enumerable.Repeat(now, block.Permits));
            now = block.Permits == 0 ? block.Until : now.AddMilliseconds(50);
        }

        var perMinute = sent.Count(instant => instant > Start.AddMinutes(10)) / 10.0;
        Assert.InRange(perMinute, 480, 600);
        Assert.True(MostInAWindow(sent) <= 600);
    }

    internal static int MostInAWindow(List<DateTimeOffset> sent)
    {
        sent.Sort();
        var (most, first) = (0, 0);
        for (var last = 0; last < sent.Count; last++)
        {
            while (sent[last] - sent[first] >= BudgetLedger.Window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
