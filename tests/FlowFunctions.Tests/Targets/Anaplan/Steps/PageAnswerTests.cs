using AnaplanSimulator;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>A page for people, with 200, in place of each of Anaplan's answers: it is none, and the request is sent again; the load is whole and was done once.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class PageAnswerTests(AzuriteFixture azurite)
{
    private const string Products = "Code,Name,Category,Currency\nP1,Apple,Fruit,\nBAD,Bad,Fruit,XYZ\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Import_is_whole_and_done_once() => AllAsync(
        [
            "POST **/files/*", "PUT **/files/*/chunks/*", "POST **/files/*/complete", "GET **/imports/*/tasks", "GET **/imports/*/tasks/*",
            "GET **/tasks/*/dump/chunks", "GET **/tasks/*/dump/chunks/*",
        ],
        async (scope, requests) =>
        {
            scope.Simulator.Add(new() { Requests = requests, PageOfType = "text/html; charset=utf-8", Times = 2 });
            await using var process = await scope.StartProcessAsync();
            var call = scope.Call(scope.Work(scope.Import("products.csv")));

            var report = await process.RunAsync(call);

            AssertDone(scope, requests, report);
            using var upload = new StreamReader(scope.Simulator.OpenUpload(ModelScope.ProductsFile)!);
            Assert.Equal(Products, await upload.ReadToEndAsync(Cancel));
            using var dump = new StreamReader((await process.Dumps.OpenReadAsync(DumpStore.RunIdOf(call), null, Cancel))!.Content);
            var rejected = await dump.ReadToEndAsync(Cancel);
            Assert.Contains("BAD,Bad,Fruit,XYZ", rejected, StringComparison.Ordinal);
            Assert.DoesNotContain("<html>", rejected, StringComparison.Ordinal);
        });

    [Fact]
    public Task Export_has_no_page_in_its_file() => AllAsync(
        [
            ("GET **/files/*/chunks", "text/html"), ("GET **/files/*/chunks/*", "text/html"), ("GET **/files/*/chunks/*", "application/octet-stream"),
            ("GET **/exports/*/tasks/*", "text/plain"),
        ],
        async (ModelScope scope, (string Requests, string Type) page) =>
        {
            scope.Simulator.Add(new() { Requests = page.Requests, PageOfType = page.Type, Times = 2 });
            await using var process = await scope.StartProcessAsync();

            var report = await process.RunAsync(scope.Call(scope.Work(scope.Export("plan.csv", actionId: ModelScope.PlanExport))));

            Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, $"{page}: {report.Outcome}");
            Assert.StartsWith("Products,Months,", await scope.ReadFileAsync("plan.csv"), StringComparison.Ordinal);
            Assert.DoesNotContain("<html>", await scope.ReadFileAsync("plan.csv"), StringComparison.Ordinal);
            Assert.Empty(scope.Simulator.Faults);
        });

    [Fact]
    public Task Task_that_runs_is_asked_for_until_it_ends_whatever_is_answered_meanwhile() => AllAsync(
        [401, 403, 404, 409, 422, 423],
        async (scope, status) =>
        {
            scope.Simulator.Add(new Fault { Requests = "GET **/imports/*/tasks/*", Status = status, Times = 2 });
            await using var process = await scope.StartProcessAsync();

            var report = await process.RunAsync(scope.Call(scope.Work(scope.Import("products.csv"))));

            AssertDone(scope, $"{status}", report);
        });

    /// <summary>It takes effect each time; from then on there is no upload to complete.</summary>
    [Fact]
    public async Task Completion_that_loses_its_answer_again_and_again_is_bounded()
    {
        await using var scope = await ScopeAsync();
        for (var time = 0; time < 10; time++)
        {
            scope.Simulator.Add(new Fault { Requests = "POST **/files/*/complete", LoseAnswer = true });
            scope.Simulator.Add(new Fault { Requests = "POST **/files/*/complete", Status = 400 });
        }

        await using var process = await scope.StartProcessAsync();
        var report = await process.RunAsync(scope.Call(scope.Work(scope.Import("products.csv"))));

        Assert.Equal(StepOutcomeKind.Failure, report.Outcome!.Kind);
        Assert.Contains("products.csv was sent 4 times, whole", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was imported", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Equal(4, scope.Simulator.Count("POST **/files/*"));
        Assert.Empty(scope.Simulator.Tasks);
    }

    [Fact]
    public async Task Empty_source_is_an_empty_file_in_the_model()
    {
        await using var scope = await ScopeAsync();
        await scope.PutFileAsync("products.csv", "");
        await using var process = await scope.StartProcessAsync();

        await process.RunAsync(scope.Call(scope.Work(scope.Import("products.csv"))));

        using var upload = new StreamReader(scope.Simulator.OpenUpload(ModelScope.ProductsFile)!);
        Assert.Equal("", await upload.ReadToEndAsync(Cancel));
    }

    private static void AssertDone(ModelScope scope, string what, StepReport report)
    {
        Assert.True(report.Outcome!.Kind == StepOutcomeKind.PartialSuccess, $"{what}: {report.Outcome}");
        Assert.Single(scope.Simulator.TasksOf(ModelScope.ProductsImport));
        Assert.Empty(scope.Simulator.Faults);
    }

    /// <summary>Each with a model of its own, at the same time: they mostly wait.</summary>
    private Task AllAsync<T>(T[] cases, Func<ModelScope, T, Task> checkAsync) => Task.WhenAll(cases.Select(async one =>
    {
        await using var scope = await ScopeAsync();
        await checkAsync(scope, one);
    }));

    private async Task<ModelScope> ScopeAsync()
    {
        var scope = await ModelScope.StartAsync(
            azurite.ConnectionString, new() { Tasks = new TaskTiming { StartDelay = TimeSpan.Zero, Duration = TimeSpan.FromMilliseconds(50), CancelDelay = TimeSpan.Zero } });
        await scope.PutFileAsync("products.csv", Products);
        return scope;
    }
}
