using FlowFunctions.Core.Texts;

namespace FlowFunctions.Steps;

/// <summary>The border for a target's words: what they may occupy in a run's record, and what they may hold.</summary>
internal static class TargetText
{
    /// <summary>Of a message, in characters.</summary>
    public const int MaximumMessageLength = 4096;

    /// <summary>Of the details of one step together, in characters.</summary>
    public const int MaximumDetailsLength = 4096;

    /// <summary>Of one step.</summary>
    public const int MaximumDetails = 50;

    /// <summary>Less would be an ellipsis alone.</summary>
    private const int ShortestDetail = 2;

    /// <summary>The text as <see cref="ForeignText.Clean(string, int)"/> leaves it.</summary>
    public static string Bound(string text, int length = MaximumMessageLength) => ForeignText.Clean(text, length);

    /// <summary>The first details that fit, each bounded; null when there are none.</summary>
    public static IReadOnlyList<string>? Bound(IEnumerable<string> details)
    {
        var kept = new List<string>();
        var room = MaximumDetailsLength;
        foreach (var detail in details.Take(MaximumDetails))
        {
            if (room < ShortestDetail)
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
