using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Runs.Records;

[Needs(Need.Azurite)]
public sealed class RunStoreTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Unknown_run_is_null()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);

        Assert.Null(await scope.Runs.GetAsync(RunInputs.RunId, CancellationToken.None));
    }

    [Fact]
    public async Task Step_is_found_by_the_id_of_its_own_run_among_runs_of_the_same_millisecond()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var first = RunInputs.Of(RunInputs.Step("a"), RunInputs.Step("b")).Run;
        var second = first with { Id = first.Id[..12] + Core.ResourceId.New(new DateTimeOffset(RunInputs.Start))[12..] };
        await scope.Runs.PutAsync(first, CancellationToken.None);
        await scope.Runs.PutAsync(second, CancellationToken.None);

        var found = await scope.Runs.FindStepAsync(IntegrationRun.IdOf(second.Id, RunInputs.Id("b")), CancellationToken.None);

        Assert.Equal((second.Id, RunInputs.Id("b")), (found?.FlowRun.Id, found?.Step.Referrer));
        Assert.Null(await scope.Runs.FindStepAsync(IntegrationRun.IdOf(second.Id, RunInputs.Id("z")), CancellationToken.None));
        Assert.Null(await scope.Runs.FindStepAsync("../etc", CancellationToken.None));
    }

    [Fact]
    public async Task Message_that_is_shortened_in_the_record_is_whole_beside_it()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var message = new string('\u0001', 4096);
        var run = RunInputs.Of(RunInputs.Step("a")).Run with
        {
            Steps = [.. Enumerable.Range(0, 100).Select(i => new StepRecord { Referrer = Core.ResourceId.Derive(RunInputs.RunId, $"{i}"), Name = "n", Status = StepStatus.Failure, Message = message })],
        };

        await scope.Runs.PutAsync(run, CancellationToken.None);

        var read = await scope.Runs.GetAsync(run.Id, CancellationToken.None);
        Assert.True(read!.Steps[99].Message!.Length < 4096);
        Assert.Equal(message, (await scope.Runs.WithDetailsAsync(run.Id, read.Steps[99], CancellationToken.None)).Message);
    }

    [Fact]
    public async Task Flow_run_whose_faults_do_not_fit_a_row_is_put_on_record_without_them()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var (fits, tooMuch) = (Faults("rowsIgnored"), Faults(new string('x', 600_000)));
        var run = RunInputs.Of(RunInputs.Step("a")).Run with
        {
            EndDate = RunInputs.Start,
            Steps =
            [
                new() { Referrer = RunInputs.Id("a"), Name = "a", Status = StepStatus.Failure, Message = "no", Details = ["row 1"], Faults = fits },
                new() { Referrer = RunInputs.Id("b"), Name = "b", Status = StepStatus.Failure, Message = "no", Details = ["row 2"], Faults = tooMuch },
            ],
        };

        await scope.Runs.PutAsync(run, CancellationToken.None);

        var read = (await scope.Runs.GetAsync(run.Id, CancellationToken.None))!;
        Assert.Equal(RunInputs.Start, read.EndDate);
        var (first, second) = (await scope.Runs.WithDetailsAsync(run.Id, read.Steps[0], CancellationToken.None), await scope.Runs.WithDetailsAsync(run.Id, read.Steps[1], CancellationToken.None));
        Assert.Equal(("rowsIgnored", "row 1"), (first.Faults!.Actions[0].Texts[0].Type, first.Details![0]));
        Assert.Equal((null, "row 2", "no"), (second.Faults, second.Details![0], second.Message));
    }

    [Theory]
    [InlineData(600_000, 1)]
    [InlineData(1, 600_000)]
    public async Task Integration_run_whose_faults_do_not_fit_a_row_is_put_on_record_without_them(int typeLength, int detailLength)
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var (details, faults) = (new[] { new string('d', detailLength) }, Faults(new string('x', typeLength)));
        var run = RunInputs.OfOneIntegration("a").Run with
        {
            EndDate = RunInputs.Start,
            Details = details,
            Faults = faults,
            Steps = [new() { Referrer = RunInputs.Id("a"), Name = "a", Status = StepStatus.Failure, Message = "no", Details = details, Faults = faults }],
        };

        await scope.Runs.PutAsync(run, CancellationToken.None);

        var read = (await scope.Runs.GetAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunInputs.Start, "no", null), (read.EndDate, read.Steps[0].Message, read.Faults));
        Assert.Equal(detailLength == 1, read.Details is not null);
    }

    private static TaskFaults Faults(string type) => new("T1", [new("112000000001", "Load", false, [new("row 7", 1, type, [])])]);

    [Theory]
    [InlineData("m", 4096, 4096)]
    [InlineData("漢", 512, 4096)]
    [InlineData("\"", 512, 2048)]
    [InlineData("\u0001", 128, 1024)]
    public async Task Hundred_steps_of_the_longest_messages_fit_and_are_shortened_only_where_they_take_more_room(string text, int least, int most)
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);
        var message = string.Concat(Enumerable.Repeat(text, 4096));
        var run = RunInputs.Of(RunInputs.Step("a")).Run with
        {
            Result = new RunResult(false, "Success", 7),
            Steps = [.. Enumerable.Range(0, 100).Select(i => new StepRecord { Referrer = RunInputs.Id("a"), Name = new string('n', 200), Status = StepStatus.Failure, Message = message })],
        };

        await scope.Runs.PutAsync(run, CancellationToken.None);

        var read = await scope.Runs.GetAsync(run.Id, CancellationToken.None);
        Assert.All(read!.Steps, step => Assert.InRange(step.Message!.Length, least, most));
        Assert.Equal((run.Result, run.Trigger, run.StartDate), (read.Result, read.Trigger, read.StartDate));
        Assert.Equal(DateTimeKind.Utc, read.StartDate.Kind);
    }
}
