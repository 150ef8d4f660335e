namespace FlowFunctions.Targets.Anaplan;

/// <summary>Rows of one action by what became of them.</summary>
/// <param name="Rejected">Not imported.</param>
/// <param name="Ignored">Not imported, because there was nothing to import or no place for it.</param>
/// <param name="Warned">Imported in part.</param>
/// <param name="Total">All rows; null where the service does not say.</param>
internal sealed record RowCounts(long Rejected, long Ignored, long Warned, long? Total)
{
    public static readonly RowCounts None = new(0, 0, 0, null);

    public bool HasAny => Rejected > 0 || Ignored > 0 || Warned > 0;

    /// <summary>Two lines about the same rows: a module tells of them once for each line item.</summary>
    public RowCounts OrMore(RowCounts other) => new(
        Math.Max(Rejected, other.Rejected),
        Math.Max(Ignored, other.Ignored),
        Math.Max(Warned, other.Warned),
        Total is null || other.Total is null ? Total ?? other.Total : Math.Max(Total.Value, other.Total.Value));
}
