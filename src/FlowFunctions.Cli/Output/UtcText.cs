using System.Globalization;

namespace FlowFunctions.Cli.Output;

/// <summary>Instants as every table has them: in UTC, to the second.</summary>
internal static class UtcText
{
    public static string Of(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
