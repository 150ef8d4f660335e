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
    public async Task Import_that_is_killed_at_any_request_runs_once(bool afterAnswer)
    {
        var products = Wide(rows: 9);
        await Scope.PutFileAsync("products.csv", products);
        var work = Scope.Work(Scope.Import("products.csv"));

        await KillAtEachAsync(
            work,
            afterAnswer,
            (what, report) =>
            {
                Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, $"{what}: {report.Outcome}");
                Assert.True(Scope.Simulator.Tasks.Count == 2, $"{what}: {Scope.Simulator.Tasks.Count - 1} tasks");
                Assert.True(Scope.Simulator.OpenUpload(ModelScope.ProductsFile)!.Length == products.Length, $"{what}: the file is not whole");
                return Task.CompletedTask;
            },
            ModelScope.ProductsImport);
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
