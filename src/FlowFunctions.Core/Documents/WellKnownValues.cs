using System.Xml;
using FlowFunctions.Core.Texts;

namespace FlowFunctions.Core.Documents;

/// <summary>Readings of values that mean the same in every document.</summary>
internal static class WellKnownValues
{
    extension(DocumentValue value)
    {
        /// <summary>A name for people: trimmed, 1 to <paramref name="maximumLength"/> characters, none of those that <see cref="ForeignText"/> replaces: it is shown wherever there is something to tell.</summary>
        public string? AsName(int maximumLength)
        {
            if (value.AsString() is not { } text)
            {
                return null;
            }

            var name = text.Trim();
            var length = name.Length <= maximumLength ? name.Length : name.EnumerateRunes().Count();
            if (length == 0)
            {
                value.Refuse("Must not be empty.");
                return null;
            }

            if (length > maximumLength)
            {
                value.Refuse($"Must be at most {maximumLength} characters long, but is {length}.");
                return null;
            }

            if (name.Any(char.IsControl))
            {
                value.Refuse("Must not contain control characters.");
                return null;
            }

            if (ForeignText.Clean(name) != name)
            {
                value.Refuse("Must not contain line separators, or characters that turn the direction of the text around them.");
                return null;
            }

            return name;
        }

        /// <summary>The id of a flow, an integration or a run.</summary>
        public string? AsResourceId()
        {
            if (value.AsString() is not { } text)
            {
                return null;
            }

            if (!ResourceId.IsValid(text))
            {
                value.Refuse($"Must be an id of {ResourceId.Length} lowercase hexadecimal digits, but is {Quoted.Of(text)}.");
                return null;
            }

            return text;
        }

        /// <summary>A duration as ISO 8601 writes it (<c>PT1M30S</c>), within both bounds.</summary>
        public TimeSpan? AsDuration(TimeSpan minimum, TimeSpan maximum)
        {
            if (value.AsString() is not { } text)
            {
                return null;
            }

            if (ParseDuration(text) is not { } duration)
            {
                value.Refuse($"Must be an ISO 8601 duration like 'PT30M', but is {Quoted.Of(text)}.");
                return null;
            }

            if (duration < minimum || duration > maximum)
            {
                value.Refuse($"Must be from {XmlConvert.ToString(minimum)} to {XmlConvert.ToString(maximum)}, but is {Quoted.Of(text)}.");
                return null;
            }

            return duration;
        }
    }

    private static TimeSpan? ParseDuration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}
