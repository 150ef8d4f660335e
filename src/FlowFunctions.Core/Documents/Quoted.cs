using System.Globalization;
using System.Text;

namespace FlowFunctions.Core.Documents;

/// <summary>A piece of somebody's document as a message may repeat it: short, on one line, and nothing that a terminal would act on.</summary>
public static class Quoted
{
    /// <summary>In characters; what is left out shows as an ellipsis.</summary>
    public const int MaximumLength = 64;

    /// <summary>Between quotes.</summary>
    public static string Of(string text) => $"'{Shorten(text)}'";

    /// <summary>Without quotes.</summary>
    public static string Shorten(string text)
    {
        var shortened = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shortened.Length >= MaximumLength)
            {
                return shortened.Append('…').ToString();
            }

            if (IsSafe(rune))
            {
                shortened.Append(rune);
            }
            else
            {
                shortened.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return shortened.ToString();
    }

    // Format characters would turn the direction of the text around them, or hide in it.
    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not ('"' or '\\');
}
