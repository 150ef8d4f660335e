namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>The rows of infra/steps.</summary>
internal static class StepList
{
    public static IReadOnlyList<(string Name, string Words)> Steps => Rows("step");

    public static IReadOnlyList<(string Name, string Words)> Providers => [.. Rows("provider"), .. Rows("provider-if").Select(row => Split(row.Words))];

    public static IReadOnlyList<string> Rights => [.. Rows("right").Select(row => row.Name)];

    private static List<(string Name, string Words)> Rows(string kind) =>
        [.. Infra.Read("infra/steps").Split('\n').Where(line => line.StartsWith($"{kind} ", StringComparison.Ordinal)).Select(line => Split(line[(kind.Length + 1)..]))];

    private static (string Name, string Words) Split(string row)
    {
        var parts = row.Split(' ', 2);
        return (parts[0], parts[1]);
    }
}
