namespace FlowFunctions.Settings;

/// <summary>The faults that options have in common.</summary>
internal static class Fault
{
    /// <param name="setting">The setting's key.</param>
    /// <param name="value">What it is set to.</param>
    /// <param name="minimum">The least that it may be.</param>
    /// <param name="maximum">The most that it may be.</param>
    /// <returns>One, or none where the value is in its range.</returns>
    public static IEnumerable<string> OutOfRange<T>(string setting, T value, T minimum, T maximum)
        where T : IComparable<T> =>
        value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0
            ? [$"{setting} is {value}; set it between {minimum} and {maximum}."]
            : [];
}
