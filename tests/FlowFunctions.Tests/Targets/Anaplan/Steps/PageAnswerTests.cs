using AnaplanSimulator;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>A page for people, with 200, in place of each of Anaplan's answers: it is none, and the request is sent again; the load is whole and was done once.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class PageAnswerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Products = "Code,Name,Category,Currency\nP1,Apple,Fruit,\nBAD,Bad,Fruit,XYZ\n";

    private ModelScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _scope = await ModelScope.StartAsync(
        azurite.ConnectionString, new() { Tasks = new TaskTiming { StartDelay = TimeSpan.Zero, Duration = TimeSpan.FromMilliseconds(50), CancelDelay = TimeSpan.Zero } });

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    [Theory]
    [InlineData("POST **/files/*")]
    [InlineData("PUT **/files/*/chunks/*")]
    [InlineData("POST **/files/*/complete")]
    [InlineData("GET **/imports/*/tasks")]
    [InlineData("GET **/imports/*/tasks/*")]
    [InlineData("GET **/tasks/*/dump/chunks")]
    [InlineData("GET **/tasks/*/dump/chunks/*")]
    public async Task Import_is_whole_and_done_once(string requests)
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Add(new() { Requests = requests, PageOfType = "text/html; charset=utf-8", Times = 2 });
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.PartialSuccess, report.Outcome.ToString());
        Assert.Single(_scope.Simulator.TasksOf(ModelScope.ProductsImport));
        using var upload = new StreamReader(_scope.Simulator.OpenUpload(ModelScope.ProductsFile)!);
        Assert.Equal(Products, await upload.ReadToEndAsync(Cancel));
        using var dump = new StreamReader((await process.Dumps.OpenReadAsync(DumpStore.RunIdOf(call), null, Cancel))!.Content);
        var rejected = await dump.ReadToEndAsync(Cancel);
        Assert.Contains("BAD,Bad,Fruit,XYZ", rejected, StringComparison.Ordinal);
        Assert.DoesNotContain("<html>", rejected, StringComparison.Ordinal);
        Assert.Empty(_scope.Simulator.Faults);
    }

    [Theory]
    [InlineData("GET **/files/*/chunks", "text/html")]
    [InlineData("GET **/files/*/chunks/*", "text/html")]
    [InlineData("GET **/files/*/chunks/*", "application/octet-stream")]
    [InlineData("GET **/exports/*/tasks/*", "text/plain")]
    public async Task Export_has_no_page_in_its_file(string requests, string type)
    {
        _scope.Simulator.Add(new() { Requests = requests, PageOfType = type, Times = 2 });
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Export("plan.csv", actionId: ModelScope.PlanExport))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.StartsWith("Products,Months,", await _scope.ReadFileAsync("plan.csv"), StringComparison.Ordinal);
        Assert.DoesNotContain("<html>", await _scope.ReadFileAsync("plan.csv"), StringComparison.Ordinal);
        Assert.Empty(_scope.Simulator.Faults);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(423)]
    public async Task Task_that_runs_is_asked_for_until_it_ends_whatever_is_answered_meanwhile(int status)
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Add(new Fault { Requests = "GET **/imports/*/tasks/*", Status = status, Times = 2 });
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.PartialSuccess, report.Outcome.ToString());
        Assert.Single(_scope.Simulator.TasksOf(ModelScope.ProductsImport));
        Assert.Empty(_scope.Simulator.Faults);
    }

    /// <summary>It takes effect each time; from then on there is no upload to complete.</summary>
    [Fact]
    public async Task Completion_that_loses_its_answer_again_and_again_is_bounded()
    {
        await _scope.PutFileAsync("products.csv", Products);
        for (var time = 0; time < 10; time++)
        {
            _scope.Simulator.Add(new Fault { Requests = "POST **/files/*/complete", LoseAnswer = true });
            _scope.Simulator.Add(new Fault { Requests = "POST **/files/*/complete", Status = 400 });
        }

        await using var process = await _scope.StartProcessAsync();
        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.Equal(StepOutcomeKind.Failure, report.Outcome!.Kind);
        Assert.Contains("products.csv was sent 4 times, whole", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was imported", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Equal(4, _scope.Simulator.Count("POST **/files/*"));
        Assert.Empty(_scope.Simulator.Tasks);
    }

    [Fact]
    public async Task Empty_source_is_an_empty_file_in_the_model()
    {
        await _scope.PutFileAsync("products.csv", "");
        await using var process = await _scope.StartProcessAsync();

        await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        using var upload = new StreamReader(_scope.Simulator.OpenUpload(ModelScope.ProductsFile)!);
        Assert.Equal("", await upload.ReadToEndAsync(Cancel));
    }
}
