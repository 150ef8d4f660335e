using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Files;

namespace FlowFunctions.Cli.Demo;

/// <summary>What a run left behind, in lines to be read.</summary>
internal static class ResultsText
{
    private const int ShownRows = 3;

    public static IReadOnlyList<string> Of(RunResults results, ExpectedFiles expected, FileStore files) =>
    [
        .. Dump(results.RejectedSales),
        .. Plan(results.Plan, expected.Plan, files.AddressOf(RunResults.PlanFile)),
        $"The simulated Anaplan saw {Count(results.Tasks.Count, "task")}: {string.Join(", ", results.Tasks.Select(task => task.Action))}",
    ];

    private static IEnumerable<string> Dump(byte[]? dump)
    {
        if (dump is null)
            return [$"'{RunResults.DumpStep}' left no dump."];
        var rows = Encoding.UTF8.GetString(dump).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            $"'{RunResults.DumpStep}' left a dump of {Count(rows.Length - 1, "rejected row")}:",
            .. rows.Take(1 + ShownRows).Select(row => $"  {row}"),
        ];
    }

    private static IEnumerable<string> Plan(byte[]? plan, byte[] expected, Uri address)
    {
        if (plan is null)
            return [$"There is no export at {address}"];
        var verdict = plan.AsSpan().SequenceEqual(expected) ? "as in Samples/expected/plan.csv, byte for byte" : "not as in Samples/expected/plan.csv";
        return [$"The plan is at {address}", $"  {Count(plan.Length, "byte")}, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(plan))}", $"  {verdict}"];
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
