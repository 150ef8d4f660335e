using System.Text;
using FlowFunctions.Core.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

[Needs(Need.Azurite)]
[TakesLong]
public sealed class ImportCrashTests(AzuriteFixture azurite) : StepCrashTests(azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_that_is_killed_at_any_request_runs_once_and_where_its_start_was_about_to_be_sent_says_that_nobody_knows(bool afterAnswer)
    {
        var products = Wide(rows: 9);
        await Scope.PutFileAsync("products.csv", products);
        var work = Scope.Work(Scope.Import("products.csv"));

        var unknown = 0;
        await KillAtEachAsync(
            work,
            afterAnswer,
            (what, report) =>
            {
                if (report.Outcome!.IsUnknown)
                {
                    unknown++;
                    Assert.Contains("may have been loaded", report.Outcome.Message, StringComparison.Ordinal);
                    Assert.True(Scope.Simulator.Tasks.Count == 1, $"{what}: {Scope.Simulator.Tasks.Count - 1} tasks");
                    return Task.CompletedTask;
                }

                Assert.True(report.Outcome.Kind == StepOutcomeKind.Success, $"{what}: {report.Outcome}");
                Assert.True(Scope.Simulator.Tasks.Count == 2, $"{what}: {Scope.Simulator.Tasks.Count - 1} tasks");
                Assert.True(Scope.Simulator.OpenUpload(ModelScope.ProductsFile)!.Length == products.Length, $"{what}: the file is not whole");
                return Task.CompletedTask;
            },
            ModelScope.ProductsImport);

        // Of all requests only that one may have been sent and leaves no trace.
        Assert.Equal(afterAnswer ? 0 : 1, unknown);
    }

    private static string Wide(int rows)
    {
        var text = new StringBuilder("Code,Name,Category,Currency\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append('W').Append(row).Append(",Wide ").Append(row).Append(',').Append((char)('a' + row), 1_000_000).Append(",\n");
        }

        return text.ToString();
    }
}
