using System.Globalization;

namespace AnaplanSimulator.Exports;

/// <summary>Orders by a number, then by text.</summary>
internal readonly record struct SortKey(decimal Number, string Text) : IComparable<SortKey>
{
    /// <summary>An empty cell comes before every number.</summary>
    public static SortKey OfNumber(string text) => text.Length == 0 ? new(decimal.MinValue, "") : new(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), "");

    public int CompareTo(SortKey other) => Number.CompareTo(other.Number) is var byNumber and not 0 ? byNumber : string.CompareOrdinal(Text, other.Text);

    public static bool operator <(SortKey left, SortKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(SortKey left, SortKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(SortKey left, SortKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(SortKey left, SortKey right) => left.CompareTo(right) >= 0;
}
