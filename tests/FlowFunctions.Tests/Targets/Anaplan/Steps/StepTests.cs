using System.Text;
using AnaplanSimulator;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

[Needs(Need.Azurite)]
[TakesLong]
public sealed class StepTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Products = "Code,Name,Category,Currency\nP1,Apple,Fruit,\nP2,Pear,Fruit,\nP3,Leek,Vegetable,\n";

    private ModelScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = await ModelScope.StartAsync(azurite.ConnectionString, Quick);

    public async ValueTask DisposeAsync() => await _scope.DisposeAsync();

    private static SimulatorSettings Quick => new() { Tasks = new TaskTiming { StartDelay = TimeSpan.Zero, Duration = TimeSpan.FromMilliseconds(50), CancelDelay = TimeSpan.Zero } };

    [Fact]
    public async Task Import_brings_the_file_into_the_model()
    {
        await _scope.PutFileAsync("products.csv", Products);
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.Equal((StepOutcomeKind.Success, 1), (report.Outcome!.Kind, report.Outcome.Attempts));
        Assert.Single(_scope.Simulator.TasksOf(ModelScope.ProductsImport));
        using var upload = new StreamReader(_scope.Simulator.OpenUpload(ModelScope.ProductsFile)!);
        Assert.Equal(Products, await upload.ReadToEndAsync());
        Assert.Equal(4, _scope.Simulator.Read("Products").Count());
    }

    /// <summary>As definitions that are older than the rule for names have it.</summary>
    [Fact]
    public async Task File_outside_the_connections_container_is_neither_read_nor_written_but_1006()
    {
        await using var process = await _scope.StartProcessAsync();

        var read = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("../other/leak.csv"))));
        var written = await process.RunAsync(_scope.Call(_scope.Work(_scope.Export("../other/leak.csv"))));

        Assert.All([read, written], report =>
        {
            Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.ConnectionRefused, 1), (report.Outcome!.Kind, report.Outcome.ErrorCode, report.Outcome.Attempts));
            Assert.Contains("is asked for a file '../other/leak.csv', which is no name of one there", report.Outcome.Message, StringComparison.Ordinal);
        });
        Assert.Empty(_scope.Simulator.Tasks);
    }

    [Fact]
    public async Task Import_with_rejected_rows_is_a_partial_success_with_their_dump()
    {
        await _scope.PutFileAsync("products.csv", Products + "P4,Plum,Fruit,XYZ\n");
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        var report = await process.RunAsync(call);

        Assert.Equal(StepOutcomeKind.PartialSuccess, report.Outcome!.Kind);
        var action = Assert.Single(report.Faults!.Actions);
        Assert.Equal((ModelScope.ProductsImport, true), (action.ActionId, action.HasDump));
        Assert.Equal(_scope.Simulator.Tasks[0].TaskId, report.Faults.TaskId);
        var dump = (await process.Dumps.OpenReadAsync(DumpStore.RunIdOf(call), null, CancellationToken.None))!;
        using var rows = new StreamReader(dump.Content);
        Assert.Contains("P4,Plum,Fruit,XYZ", await rows.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_with_rejected_rows_keep_a_dump_each()
    {
        await _scope.PutFileAsync("products.csv", Products + "P4,Plum,Fruit,XYZ\n");
        await _scope.PutFileAsync("sales.csv", "Product,Currency,Month,Quantity,Revenue\nNONE,EUR,2026-10,5,50\n");
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv"), _scope.Import("sales.csv", ModelScope.SalesImport, ModelScope.SalesFile)));

        var report = await process.RunAsync(call);

        Assert.Equal(StepOutcomeKind.PartialSuccess, report.Outcome!.Kind);
        Assert.Equal([ModelScope.ProductsImport, ModelScope.SalesImport], report.Faults!.Actions.Select(action => action.ActionId));
        Assert.Contains("P4,Plum,Fruit,XYZ", await ReadDumpAsync(process, call, ModelScope.ProductsImport), StringComparison.Ordinal);
        Assert.Contains("NONE,EUR,2026-10,5,50", await ReadDumpAsync(process, call, ModelScope.SalesImport), StringComparison.Ordinal);
        Assert.Contains("NONE", await ReadDumpAsync(process, call, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_brings_the_file_to_the_container()
    {
        await LoadAsync();
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Export("out/plan.csv", actionId: ModelScope.PlanExport))));

        Assert.Equal(StepOutcomeKind.Success, report.Outcome!.Kind);
        var exported = await _scope.ReadFileAsync("out/plan.csv");
        Assert.Equal(_scope.Simulator.Read("Plan").Count(), exported!.TrimEnd().Split('\n').Length);
        Assert.Contains(" rows exported. ", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_over_an_existing_file_fails_before_the_model_is_troubled()
    {
        await _scope.PutFileAsync("plan.csv", "mine");
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Export("plan.csv"))));

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.RejectedByTarget), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.Contains("plan.csv", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Empty(_scope.Simulator.Tasks);
        Assert.Equal("mine", await _scope.ReadFileAsync("plan.csv"));
    }

    [Fact]
    public async Task Process_gets_its_files_before_and_gives_them_after()
    {
        await LoadAsync();
        await _scope.PutFileAsync("sales.csv", "Product,Currency,Month,Quantity,Revenue\nP1,EUR,2026-10,5,50\n");
        await _scope.PutFileAsync("plan.csv", "old");
        await using var process = await _scope.StartProcessAsync();
        var work = _scope.Work(_scope.Import("sales.csv", ModelScope.SalesImport, ModelScope.SalesFile), _scope.Export("plan.csv", overwrite: true, ModelScope.PlanExport))
            with { ProcessId = ModelScope.NightlyPlan };

        var report = await process.RunAsync(_scope.Call(work));

        Assert.Equal(StepOutcomeKind.Success, report.Outcome!.Kind);
        Assert.Single(_scope.Simulator.TasksOf(ModelScope.NightlyPlan));
        Assert.Contains("50", await _scope.ReadFileAsync("plan.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_of_the_wrong_kind_are_refused_together()
    {
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("a.csv", ModelScope.SalesExport)) with { ProcessId = ModelScope.SalesImport }));

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.RejectedByTarget), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.Contains(ModelScope.SalesExport, report.Outcome.Message, StringComparison.Ordinal);
        Assert.Contains(ModelScope.SalesImport, report.Outcome.Message, StringComparison.Ordinal);
        Assert.Empty(_scope.Simulator.Requests);
    }

    [Fact]
    public async Task Missing_file_fails_the_step_and_leaves_the_model_to_others()
    {
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("nowhere*.csv"))));

        Assert.Equal(StepOutcomeKind.Failure, report.Outcome!.Kind);
        Assert.Contains("nowhere*.csv", report.Outcome.Message, StringComparison.Ordinal);
        await _scope.PutFileAsync("products.csv", Products);
        Assert.Equal(StepOutcomeKind.Success, (await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))))).Outcome!.Kind);
    }

    [Fact]
    public async Task Deleted_connection_fails_the_step()
    {
        await using var process = await _scope.StartProcessAsync();
        var job = _scope.Import("products.csv");

        var report = await process.RunAsync(_scope.Call(_scope.Work(job with { Item = job.Item with { ConnectionId = "019ab000000070008000000000000001" } })));

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.ConnectionRefused), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.Contains("deleted", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password_fails_the_step_at_once()
    {
        await _scope.PutFileAsync("products.csv", Products);
        await using var process = await _scope.StartProcessAsync(("Targets:Anaplan:Password", "guessed"));

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.ConnectionRefused), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.DoesNotContain("guessed", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_whose_answer_was_lost_is_found_and_not_repeated()
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Add(new Fault { Requests = "POST **/imports/*/tasks", LoseAnswer = true });
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.Equal(StepOutcomeKind.Success, report.Outcome!.Kind);
        Assert.Single(_scope.Simulator.Tasks);
    }

    [Fact]
    public async Task Transfer_that_was_cut_goes_on_at_the_chunk_where_it_was()
    {
        await _scope.PutFileAsync("products.csv", Wide(rows: 20));
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        _scope.Simulator.Add(new Fault { Requests = "PUT **/chunks/1", Status = 500, Times = 20 });

        Assert.Null((await process.AdvanceAsync(call)).Outcome);
        _scope.Simulator.ClearFaults();
        var report = await process.RunAsync(call);

        Assert.Equal(StepOutcomeKind.Success, report.Outcome!.Kind);
        Assert.Single(_scope.Simulator.Chunks, chunk => chunk.Chunk == 0);
        Assert.Equal(Wide(rows: 20).Length, _scope.Simulator.OpenUpload(ModelScope.ProductsFile)!.Length);
    }

    [Fact]
    public async Task Steps_of_one_model_take_turns_and_say_what_they_wait_for()
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Settings = Quick with { Tasks = Quick.Tasks with { Duration = TimeSpan.FromSeconds(2) } };
        await using var process = await _scope.StartProcessAsync();
        await using var other = await _scope.StartProcessAsync();
        var first = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        var second = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        await process.AdvanceAsync(first);
        await other.AdvanceAsync(second);

        Assert.Contains(ModelScope.ModelId, (await other.Handles.GetAsync(second.RunId, second.Referrer, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Single(_scope.Simulator.Tasks);
        await Task.WhenAll(process.RunAsync(first), other.RunAsync(second));
        Assert.Equal(2, _scope.Simulator.Tasks.Count);
    }

    [Fact]
    public async Task Cancelled_step_cancels_its_task_and_leaves_the_model()
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Settings = Quick with { Tasks = Quick.Tasks with { Duration = TimeSpan.FromMinutes(5) } };
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        await process.AdvanceAsync(call);

        await process.Driver.CancelAsync(call, CancellationToken.None);

        Assert.Equal(RunErrorCodes.Cancelled, (await process.AdvanceAsync(call)).Outcome!.ErrorCode);
        await Wait.Until(() => _scope.Simulator.Tasks.Single().TaskState == TaskState.Cancelled, describe: () => _scope.Simulator.Tasks.Single());
        _scope.Simulator.Settings = Quick;
        Assert.Equal(StepOutcomeKind.Success, (await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))))).Outcome!.Kind);
    }

    /// <summary>Nobody was there to see its end: that it was done is for a person to see, before anything loads it again.</summary>
    [Fact]
    public async Task Import_that_had_ended_before_it_was_cancelled_may_have_been_loaded()
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Add(new Fault { Requests = "GET **/imports/*/tasks/*", Status = 400 });
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        await process.AdvanceAsync(call);
        await Wait.Until(() => _scope.Simulator.Tasks is [{ TaskState: TaskState.Complete }]);

        var report = await process.AdvanceAsync(call with { Timeout = TimeSpan.FromMilliseconds(1) });

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.TimedOut, true), (report.Outcome!.Kind, report.Outcome.ErrorCode, report.Outcome.IsUnknown));
        Assert.Contains("had ended before it could be cancelled. Its data may have been loaded: look into the model", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_whose_time_is_over_once_all_is_loaded_is_a_success()
    {
        await _scope.PutFileAsync("products.csv", Products);
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        Assert.Equal(StepOutcomeKind.Success, (await process.RunAsync(call)).Outcome!.Kind);

        var report = await process.AdvanceAsync(call with { Timeout = TimeSpan.FromMilliseconds(1) });

        Assert.Equal((StepOutcomeKind.Success, false), (report.Outcome!.Kind, report.Outcome.IsUnknown));
        Assert.Contains("Products", report.Outcome.Message, StringComparison.Ordinal);
    }

    /// <summary>Another try would load what is loaded.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Step_that_fails_after_a_part_of_it_was_loaded_is_not_tried_again_unless_that_does_no_harm(bool isProcess, bool idempotent)
    {
        await _scope.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
        await _scope.PutFileAsync("bad.csv", "Wrong\nx\n");
        await using var process = await _scope.StartProcessAsync();
        var work = _scope.Work(_scope.Import("currencies.csv", "112000000001", "113000000001"), _scope.Import("bad.csv")) with { Idempotent = idempotent };

        var report = await process.RunAsync(_scope.Call(isProcess ? work with { ProcessId = ModelScope.LoadLists } : work));

        Assert.Equal((StepOutcomeKind.Failure, !idempotent), (report.Outcome!.Kind, report.Outcome.IsUnknown));
        Assert.Contains("Currencies", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_that_fails_before_anything_was_loaded_may_be_tried_again()
    {
        await _scope.PutFileAsync("bad.csv", "Wrong\nx\n");
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("bad.csv"))));

        Assert.Equal((StepOutcomeKind.Failure, false), (report.Outcome!.Kind, report.Outcome.IsUnknown));
    }

    [Theory]
    [InlineData(0, null, 1)]
    [InlineData(5, null, 5)]
    [InlineData(64, null, 8)]
    [InlineData(1800, null, 10)]
    [InlineData(1800, 1200, 30)]
    [InlineData(1800, 36000, 60)]
    [InlineData(5, 36000, 5)]
    public async Task Task_is_asked_for_as_often_as_its_time_wants_it(int runsFor, int? took, int expected)
    {
        await _scope.PutFileAsync("products.csv", Products);
        _scope.Simulator.Settings = Quick with { Tasks = Quick.Tasks with { Duration = TimeSpan.FromHours(1) } };
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")) with { PastDuration = took is { } seconds ? TimeSpan.FromSeconds(seconds) : null });
        await process.AdvanceAsync(call);
        var handle = await process.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None);
        var state = StepState.Parse(handle.Task!);
        state = state with { Task = state.Task! with { AskedAt = TimeProvider.System.GetUtcNow().AddSeconds(-runsFor) } };
        await process.Handles.TrySaveAsync(call.RunId, call.Referrer, handle with { Task = state.ToString() }, CancellationToken.None);

        var asked = TimeProvider.System.GetUtcNow().UtcDateTime;
        var report = await process.AdvanceAsync(call);

        // Spread by a tenth, from the end of the exchange on.
        Assert.InRange(report.NextAt!.Value - asked, TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds((expected * 1.15) + 3));
    }

    private static async Task<string> ReadDumpAsync(StepProcess process, StepCall call, string? actionId)
    {
        var dump = (await process.Dumps.OpenReadAsync(DumpStore.RunIdOf(call), actionId, CancellationToken.None))!;
        using var rows = new StreamReader(dump.Content);
        return await rows.ReadToEndAsync();
    }

    /// <summary>Rows of a megabyte.</summary>
    private static string Wide(int rows)
    {
        var text = new StringBuilder("Code,Name,Category,Currency\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append('W').Append(row).Append(",Wide ").Append(row).Append(',').Append((char)('a' + (row % 26)), 1_000_000).Append(",\n");
        }

        return text.ToString();
    }

    private async Task LoadAsync()
    {
        await _scope.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
        await _scope.PutFileAsync("products.csv", Products);
        await using var process = await _scope.StartProcessAsync();
        var work = _scope.Work(_scope.Import("currencies.csv", "112000000001", "113000000001"), _scope.Import("products.csv")) with { ProcessId = ModelScope.LoadLists };
        Assert.Equal(StepOutcomeKind.Success, (await process.RunAsync(_scope.Call(work))).Outcome!.Kind);
    }
}
