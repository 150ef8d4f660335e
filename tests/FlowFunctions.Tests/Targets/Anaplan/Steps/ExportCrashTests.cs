using FlowFunctions.Core.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

[Needs(Need.Azurite)]
[TakesLong]
public sealed class ExportCrashTests(AzuriteFixture azurite) : StepCrashTests(azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_that_is_killed_at_any_request_is_whole(bool afterAnswer)
    {
        await Scope.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
        await Scope.PutFileAsync("products.csv", "Code,Name,Category,Currency\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"P{row},Product {row},Fruit,EUR\n")));
        await using var loading = await Scope.StartProcessAsync();
        var load = Scope.Work(Scope.Import("currencies.csv", "112000000001", "113000000001"), Scope.Import("products.csv")) with { ProcessId = ModelScope.LoadLists };
        await loading.RunAsync(Scope.Call(load));
        await loading.RunAsync(Scope.Call(Scope.Work(Scope.Export("expected.csv", actionId: ModelScope.PlanExport))));
        var expected = await Scope.ReadFileAsync("expected.csv");
        var work = Scope.Work(Scope.Export("plan.csv", overwrite: true, ModelScope.PlanExport));
        var tasks = Scope.Simulator.Tasks.Count;

        await KillAtEachAsync(
            work,
            afterAnswer,
            async (what, report) =>
            {
                Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, $"{what}: {report.Outcome}");
                Assert.True(Scope.Simulator.Tasks.Count == ++tasks, $"{what}: {Scope.Simulator.Tasks.Count} tasks");
                Assert.True(expected == await Scope.ReadFileAsync("plan.csv"), $"{what}: the file is another");
            },
            earlier: null);
    }
}
