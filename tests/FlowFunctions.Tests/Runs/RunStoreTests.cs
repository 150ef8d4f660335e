using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Runs;

[Needs(Need.Azurite)]
public sealed class RunStoreTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Unknown_run_is_null()
    {
        var scope = await RunScope.CreateAsync(azurite.ConnectionString);

        Assert.Null(await scope.Runs.GetAsync(RunInputs.RunId, CancellationToken.None));
    }

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
