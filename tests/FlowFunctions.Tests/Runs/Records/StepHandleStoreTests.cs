using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Storage;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Targets.Stores.S3;
using FlowFunctions.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Records;

[Needs(Need.Azurite)]
public sealed class StepHandleStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Jobs = 100;

    private StepHandleStore _handles = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _handles = (await RunScope.CreateAsync(azurite.ConnectionString)).Handles;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Each name has 1,024 bytes of UTF-8, the most of a file's; quotation marks take the most room, escaped twice.</summary>
    [Theory]
    [InlineData("😀", 256)]
    [InlineData("ü", 512)]
    [InlineData("\"", 1024)]
    public async Task Handle_of_a_hundred_open_writes_with_the_longest_names_reads_back_whole(string character, int count)
    {
        var name = string.Concat(Enumerable.Repeat(character, count));
        var state = new StepState();
        for (var job = 0; job < Jobs; job++)
        {
            state = state.WithWrite(job, StoreState.Write(new S3Write(name, Overwrite: true, new('o', 64), new('u', 400), Blocks: 10_000)));
        }

        var handle = new StepHandle { Task = state.ToString(), Attempts = 1, Message = string.Concat(Enumerable.Repeat("😀", 2048)) };
        Assert.InRange(handle.Task.Length, 32_768, StepHandleStore.MaximumTaskLength);

        var stored = await _handles.TrySaveAsync(RunId, Id("a"), handle, Cancel);

        Assert.Equal(stored, await _handles.GetAsync(RunId, Id("a"), Cancel));
        Assert.Equal(handle.Task, stored!.Task);
        Assert.Equal(stored, (await _handles.GetAllAsync(RunId, Cancel))[Id("a")]);
    }

    [Fact]
    public async Task Long_handle_that_becomes_short_has_nothing_left_of_the_long_one()
    {
        var stored = await _handles.TrySaveAsync(RunId, Id("a"), new() { Task = new('x', 200_000) }, Cancel);

        await _handles.TrySaveAsync(RunId, Id("a"), stored! with { Task = "short" }, Cancel);

        Assert.Equal("short", (await _handles.GetAsync(RunId, Id("a"), Cancel)).Task);
    }

    [Fact]
    public async Task Handle_of_the_greatest_length_has_room_for_how_its_step_ended()
    {
        var end = StepReport.Ended(new StepOutcome(StepOutcomeKind.Failure, new('m', TargetText.MaximumMessageLength), 1007, 10));
        var handle = new StepHandle { Task = new('x', StepHandleStore.MaximumTaskLength), Message = new('m', TargetText.MaximumMessageLength), End = end };

        await _handles.TrySaveAsync(RunId, Id("a"), handle, Cancel);

        Assert.Equal(end.Outcome, (await _handles.GetAsync(RunId, Id("a"), Cancel)).End?.Outcome);
    }

    [Fact]
    public async Task Handle_that_does_not_fit_is_refused_before_anything_is_written()
    {
        await Assert.ThrowsAsync<DocumentTooLargeException>(
            () => _handles.TrySaveAsync(RunId, Id("a"), new() { Task = new('x', StepHandleStore.MaximumTaskLength + 1) }, Cancel));

        Assert.Null((await _handles.GetAsync(RunId, Id("a"), Cancel)).Task);
    }
}
