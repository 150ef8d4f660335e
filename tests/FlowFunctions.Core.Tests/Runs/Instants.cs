namespace FlowFunctions.Core.Tests.Runs;

internal static class Instants
{
    public static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    public static DateTime At(int seconds) => Noon.AddSeconds(seconds);
}
