namespace FlowFunctions.Targets.Anaplan;

/// <summary>Permits that one host may use for a while.</summary>
/// <param name="Permits">0 where there is none at the moment.</param>
/// <param name="Until">When they become worth nothing; where there is none, when to ask again.</param>
internal sealed record PermitBlock(int Permits, DateTimeOffset Until)
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Takes a block from a ledger. While less than half of the limit is used, it is generous, so that a step that polls now and then asks the shared ledger
    /// seldom; after that it is what is asked for, for a short life, because a permit that is not used is lost for a window. It never takes more than half of
    /// what is left, so that another host finds some too.
    /// </summary>
    /// <param name="ledger">What counts.</param>
    /// <param name="limit">Permits in a window.</param>
    /// <param name="wanted">How many can be used at once; at least 1.</param>
    /// <param name="now">By this host's clock.</param>
    /// <param name="isSlow">Whether the block may reach its host so late that a short life would be over.</param>
    public static (PermitBlock Block, BudgetLedger Next) TakeFrom(BudgetLedger ledger, int limit, int wanted, DateTimeOffset now, bool isSlow)
    {
        var used = ledger.Used(now);
        if (used >= limit)
        {
            return (new(0, ledger.NextRelease(now)), ledger);
        }

        var isGenerous = used < limit / 2;
        var permits = Math.Min(isGenerous ? Math.Max(wanted, Math.Min(10, limit / 20)) : wanted, Math.Max(1, (limit - used) / 2));
        var life = isGenerous || isSlow ? BudgetLedger.LongestLife : ShortLife;
        return (new(permits, now + life), ledger.With(permits, now, life));
    }
}
