using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.Outgoing;

/// <summary>When another service asks to be asked again (RFC 9110, 10.2.3). A wish: nobody else decides how often or how rarely we ask.</summary>
internal static class RetryAfterHeader
{
    /// <summary>However long the service asks us to stay away.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// From <paramref name="now"/> to the moment that the answer asks for, in whole seconds or as a date; more than zero, at most <see cref="Longest"/>. Null where it does not ask, asks for
    /// now or for the past, or cannot be understood.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.TryGetValues(HeaderNames.RetryAfter, out var values) ? Read(values.First(), now) : null;

    /// <inheritdoc cref="Read(HttpResponseHeaders, DateTimeOffset)"/>
    public static TimeSpan? Read(string value, DateTimeOffset now)
    {
        var text = value.Trim();
        var asked = text.Length > 0 && text.All(char.IsAsciiDigit) ? Seconds(text)
            : HeaderUtilities.TryParseDate(text, out var date) ? date - now
            : TimeSpan.Zero;
        return asked <= TimeSpan.Zero ? null : asked < Longest ? asked : Longest;
    }

    /// <summary>More digits than fit a number are many seconds all the same.</summary>
    private static TimeSpan Seconds(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : Longest;
}
