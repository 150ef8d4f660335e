namespace FlowFunctions.Steps;

/// <summary>Bounds on what a target's words may occupy in a run's record.</summary>
internal static class TargetText
{
    /// <summary>Of a message, in characters.</summary>
    public const int MaximumMessageLength = 4096;

    /// <summary>Of the details of one step together, in characters.</summary>
    public const int MaximumDetailsLength = 4096;

    /// <summary>Of one step.</summary>
    public const int MaximumDetails = 50;

    private const string Ellipsis = "…";

    /// <summary>The text, cut to <paramref name="length"/> characters with an ellipsis where it is longer; never inside a surrogate pair.</summary>
    public static string Bound(string text, int length = MaximumMessageLength)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - Ellipsis.Length;
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return string.Concat(text.AsSpan(0, end), Ellipsis);
    }

    /// <summary>The first details that fit, each bounded; null when there are none.</summary>
    public static IReadOnlyList<string>? Bound(IEnumerable<string> details)
    {
        var kept = new List<string>();
        var room = MaximumDetailsLength;
        foreach (var detail in details.Take(MaximumDetails))
        {
            if (room < Ellipsis.Length + 1)
            {
                break;
            }

            var bounded = Bound(detail, room);
            room -= bounded.Length;
            kept.Add(bounded);
        }

        return kept.Count == 0 ? null : kept;
    }
}
