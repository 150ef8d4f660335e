using System.Text;
using FlowFunctions.Core.Runs;
using FlowFunctions.Definitions;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Testing;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Dumps;

[Needs(Need.Azurite)]
public sealed class DumpStoreTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DumpStore _dumps = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _dumps = new(await DumpContainers.CreateAsync(azurite.ConnectionString));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Dump_is_read_back_byte_for_byte_however_large()
    {
        var rows = new byte[(3 * 1024 * 1024) + 17];
        new Random(1).NextBytes(rows);
        await WriteAsync(RunId, null, rows);

        var dump = (await _dumps.OpenReadAsync(RunId, null, Cancel))!;

        await using var content = dump.Content;
        using var read = new MemoryStream();
        await content.CopyToAsync(read, Cancel);
        Assert.Equal(rows.Length, dump.Length);
        Assert.True(rows.AsSpan().SequenceEqual(read.ToArray()));
    }

    [Fact]
    public async Task Dump_is_there_only_once_it_is_whole()
    {
        await _dumps.WriteAsync(
            RunId,
            null,
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[3 * 1024 * 1024], token);
                Assert.Null(await _dumps.OpenReadAsync(RunId, null, token));
            },
            Cancel);

        Assert.Equal(3 * 1024 * 1024, (await _dumps.OpenReadAsync(RunId, null, Cancel))?.Length);
    }

    [Fact]
    public async Task Dump_whose_writer_fails_leaves_the_earlier_one()
    {
        await WriteAsync(RunId, null, "earlier"u8.ToArray());

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => _dumps.WriteAsync(
            RunId,
            null,
            async (stream, token) =>
            {
                await stream.WriteAsync(new byte[3 * 1024 * 1024], token);
                throw new InvalidDataException("The target broke off.");
            },
            Cancel));

        Assert.Equal("The target broke off.", fault.Message);
        Assert.Equal("earlier", await TextAsync(RunId, null));
    }

    [Fact]
    public async Task Empty_dump_is_a_dump()
    {
        await WriteAsync(RunId, null, []);

        Assert.Equal("", await TextAsync(RunId, null));
    }

    [Fact]
    public async Task Actions_and_runs_have_dumps_of_their_own_that_go_together()
    {
        await WriteAsync(RunId, null, "run"u8.ToArray());
        await WriteAsync(RunId, "112000000001", "one"u8.ToArray());
        await WriteAsync(RunId, "112000000002", "two"u8.ToArray());
        await WriteAsync(FlowId, "112000000001", "other"u8.ToArray());

        Assert.Equal("run", await TextAsync(RunId, null));
        Assert.Equal("two", await TextAsync(RunId, "112000000002"));
        Assert.Null(await TextAsync(RunId, "112000000003"));
        Assert.True(await _dumps.HasAnyAsync(RunId, Cancel));

        await _dumps.DeleteAsync(RunId, Cancel);

        Assert.Null(await TextAsync(RunId, null));
        Assert.Null(await TextAsync(RunId, "112000000001"));
        Assert.False(await _dumps.HasAnyAsync(RunId, Cancel));
        Assert.Equal("other", await TextAsync(FlowId, "112000000001"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../1")]
    [InlineData("12a")]
    [InlineData("12345678901234567890")]
    public async Task Text_that_is_no_action_id_has_no_dump_and_gets_none(string actionId)
    {
        Assert.Null(await _dumps.OpenReadAsync(RunId, actionId, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => _dumps.WriteAsync(RunId, actionId, (_, _) => Task.CompletedTask, Cancel));
    }

    [Fact]
    public void Run_of_a_dump_is_the_steps_own_within_a_flow_and_the_run_itself_otherwise()
    {
        var call = new StepCall { RunId = RunId, FlowId = FlowId, Referrer = Id("a"), Name = "a", OperationId = IntegrationRun.IdOf(RunId, Id("a")), StartedAt = Start, InlineWait = TimeSpan.Zero };

        Assert.Equal(IntegrationRun.IdOf(RunId, Id("a")), DumpStore.RunIdOf(call));
        Assert.Equal(RunId, DumpStore.RunIdOf(call with { FlowId = null }));
    }

    [Fact]
    public async Task Steps_that_have_a_dump_are_those_whose_integration_run_has_one()
    {
        var run = Of(Step("a"), Step("b"), Step("c")).Run with
        {
            Steps =
            [
                new() { Referrer = Id("a"), Name = "a", Status = StepStatus.PartialSuccess },
                new() { Referrer = Id("b"), Name = "b", Status = StepStatus.Failure },
                new() { Referrer = Id("c"), Name = "c", Status = StepStatus.NotRun },
            ],
        };
        await WriteAsync(IntegrationRun.IdOf(RunId, Id("b")), "112000000001", [1]);

        Assert.Equal([Id("b")], await _dumps.StepsWithDumpAsync(run, Cancel));

        var alone = run with { Kind = RunKind.Integration, OwnerId = Id("a"), Steps = [run.Steps[0]] };
        Assert.Empty(await _dumps.StepsWithDumpAsync(alone, Cancel));
        await WriteAsync(RunId, null, [1]);
        Assert.Equal([Id("a")], await _dumps.StepsWithDumpAsync(alone, Cancel));
    }

    private Task WriteAsync(string runId, string? actionId, byte[] rows) =>
        _dumps.WriteAsync(runId, actionId, (stream, token) => stream.WriteAsync(rows, token).AsTask(), Cancel);

    private async Task<string?> TextAsync(string runId, string? actionId)
    {
        if (await _dumps.OpenReadAsync(runId, actionId, Cancel) is not { } dump)
        {
            return null;
        }

        using var reader = new StreamReader(dump.Content, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancel);
    }
}
