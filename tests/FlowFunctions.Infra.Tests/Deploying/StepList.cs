namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>The rows of infra/steps.</summary>
internal static class StepList
{
    public static IReadOnlyList<(string Name, string Words)> Steps => Rows("step");

    public static IReadOnlyList<(string Name, string Words)> Providers => [.. Rows("provider"), .. Conditional("provider-if")];

    public static IReadOnlyList<string> Rights => [.. Rows("right").Concat(Conditional("right-if")).Select(row => row.Name)];

    // Behind the parameter and its value.
    private static IEnumerable<(string Name, string Words)> Conditional(string kind) => Rows(kind).Select(row => Split(Split(row.Words).Words));

    private static List<(string Name, string Words)> Rows(string kind) =>
        [.. Infra.Read("infra/steps").Split('\n').Where(line => line.StartsWith($"{kind} ", StringComparison.Ordinal)).Select(line => Split(line[(kind.Length + 1)..]))];

    private static (string Name, string Words) Split(string row)
    {
        var parts = row.Split(' ', 2);
        return (parts[0], parts[1]);
    }
}
