using System.Globalization;

namespace FlowFunctions.Core.Tests;

/// <summary>Identifiers that are easy to tell apart: <c>Ids.Of(1)</c> ends in 01.</summary>
internal static class Ids
{
    public static string Of(int number) => number.ToString("x32", CultureInfo.InvariantCulture);
}
