using FlowFunctions.Core.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

[Needs(Need.Azurite)]
[TakesLong]
public sealed class ProcessCrashTests(AzuriteFixture azurite) : StepCrashTests(azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_that_is_killed_at_any_request_runs_once_and_where_its_start_was_about_to_be_sent_says_that_nobody_knows(bool afterAnswer)
    {
        await Scope.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
        await Scope.PutFileAsync("products.csv", "Code,Name,Category,Currency\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"P{row},Product {row},Fruit,EUR\n")) + "X,Bad,Fruit,XYZ\n");
        var work = Scope.Work(Scope.Import("currencies.csv", "112000000001", "113000000001"), Scope.Import("products.csv")) with { ProcessId = ModelScope.LoadLists };

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

                Assert.True(report.Outcome.Kind == StepOutcomeKind.PartialSuccess, $"{what}: {report.Outcome}");
                Assert.True(Scope.Simulator.Tasks.Count == 2, $"{what}: {Scope.Simulator.Tasks.Count - 1} tasks");
                Assert.True(report.Faults!.Actions.Single(action => action.ActionId == ModelScope.ProductsImport).HasDump, $"{what}: no dump");
                return Task.CompletedTask;
            },
            ModelScope.LoadLists);

        // Of all requests only that one may have been sent and leaves no trace.
        Assert.Equal(afterAnswer ? 0 : 1, unknown);
    }
}
