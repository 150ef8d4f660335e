using AnaplanSimulator.Faults;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Testing;

namespace FlowFunctions.Tests.Targets.Anaplan.Steps;

/// <summary>Starts whose answer was lost, turns and chunks that were: what is loaded is the step's own, once, or the step says that nobody knows.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class LostStartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Products = "Code,Name,Category,Currency\nP1,Apple,Fruit,\n";
    private const string Others = "Code,Name,Category,Currency\nP7,Pear,Fruit,\nP8,Plum,Fruit,\nP9,Peach,Fruit,\n";

    private readonly LeapingTime _time = new();
    private ModelScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scope = await ModelScope.StartAsync(azurite.ConnectionString, time: _time);
        await _scope.PutFileAsync("products.csv", Products);
    }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    /// <summary>Another user's has another file, because an upload is its user's own.</summary>
    [Theory]
    [InlineData(Others, "It read 3 rows, where 2, a header among them, had been brought")]
    [InlineData(Products, null)]
    public async Task Only_task_of_the_seconds_of_a_lost_start_is_taken_for_it_if_it_read_as_many_rows(string upload, string? fault)
    {
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        var now = _time.GetUtcNow();
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: upload);
        await ChangeAsync(process, call, new StepState
        {
            Stage = 1,
            HadTurn = true,
            Rows = new Dictionary<string, long?> { [ModelScope.ProductsImport] = 2 },
            Task = new() { AskedAt = now.AddSeconds(-1), LostAt = now.AddSeconds(8), ListShowsEnded = true },
        });

        var report = await process.RunAsync(call);

        Assert.Equal(fault is null ? (StepOutcomeKind.Success, false) : (StepOutcomeKind.Failure, true), (report.Outcome!.Kind, report.Outcome.IsUnknown));
        Assert.Contains(fault ?? "Products: 1 (", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Single(_scope.Simulator.Tasks);
    }

    /// <summary>A module's import tells of cells, and another user's ends as it ends.</summary>
    [Theory]
    [InlineData(false, "How many rows it read of which file is not known")]
    [InlineData(true, "may be another user's")]
    public async Task Only_task_of_the_seconds_of_a_lost_start_is_not_known_to_be_ours_by_an_end_that_tells_no_rows(bool fails, string word)
    {
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        _scope.Simulator.Settings = new() { FailsTasks = fails };
        var now = _time.GetUtcNow();
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Products);
        await ChangeAsync(process, call, new StepState { Stage = 1, HadTurn = true, Task = new() { AskedAt = now.AddSeconds(-1), LostAt = now.AddSeconds(8), ListShowsEnded = true } });

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: true }, report.Outcome!.ToString());
        Assert.Contains(word, report.Outcome.Message, StringComparison.Ordinal);
    }

    /// <summary>It may be another user's, whose import is not to be ended.</summary>
    [Fact]
    public async Task Task_that_was_found_is_left_alone_by_a_cancellation()
    {
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        _scope.Simulator.Settings = new() { Tasks = new() { Duration = TimeSpan.FromMinutes(5) } };
        var now = _time.GetUtcNow();
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Others);
        await ChangeAsync(process, call, new StepState { Stage = 1, HadTurn = true, Task = new() { AskedAt = now.AddSeconds(-1), LostAt = now.AddSeconds(8), ListShowsEnded = true } });

        var told = await process.Driver.CancelAsync(call, Cancel);

        Assert.Contains("may be this step's or another user's, and was left alone", told, StringComparison.Ordinal);
        Assert.Equal(0, _scope.Simulator.Count("DELETE **"));
    }

    /// <summary>Both may have been carried out: the first much later than anybody waits.</summary>
    [Fact]
    public async Task Success_of_a_start_that_was_asked_for_twice_is_none_where_the_first_may_have_loaded_too()
    {
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Others);
        await Wait.Until(() => _scope.Simulator.Tasks.Single().EndTime is not null);
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        var known = _scope.Simulator.Tasks.Single().TaskId;
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Products);
        var second = _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Products);
        var task = new TaskProgress { AskedAt = _time.GetUtcNow(), Known = [known], ListShowsEnded = true, Starts = 2, TaskId = second };
        await ChangeAsync(process, call, new StepState { Stage = 1, HadTurn = true, Task = task });

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: true }, report.Outcome!.ToString());
        Assert.Contains("may have been loaded twice", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_of_a_lost_start_that_the_list_shows_minutes_later_is_found_and_has_no_other_beside_it()
    {
        _scope.Simulator.Settings = new() { Tasks = new() { ListDelay = TimeSpan.FromMinutes(4) } };
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Others);
        await Wait.Until(() => _scope.Simulator.Tasks.Single().EndTime is not null);
        _time.Leap(TimeSpan.FromMinutes(5));
        _scope.Simulator.Add(new Fault { Requests = "POST **/imports/*/tasks", LoseAnswer = true });
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv"))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Equal(2, _scope.Simulator.Tasks.Count);
    }

    [Fact]
    public async Task Start_that_takes_long_is_known_as_that_while_it_does()
    {
        var fast = new FastTime(75);
        await using var scope = await ModelScope.StartAsync(azurite.ConnectionString, time: fast);
        await scope.PutFileAsync("products.csv", Products);
        scope.Simulator.Add(new Fault { Requests = "POST **/imports/*/tasks", Hang = true });
        await using var process = await scope.StartProcessAsync(("Targets:Anaplan:RequestTimeout", "00:02:00"));
        var call = scope.Call(scope.Work(scope.Import("products.csv")));

        var run = process.RunAsync(call);
        await Wait.Until(async () => (await process.Handles.GetAsync(call.RunId, call.Referrer, Cancel)).Task is { } handle && StepState.Parse(handle).Task is { IsSlow: true, LostAt: null });
        var report = await run;

        Assert.True(report.Outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: true }, report.Outcome!.ToString());
        Assert.Contains("may still be carried out", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scope.Simulator.Tasks);
    }

    /// <summary>Whoever had asked did not live to see its end.</summary>
    [Fact]
    public async Task Start_that_took_long_when_its_process_ended_is_not_repeated()
    {
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        _scope.Simulator.PostTask(ModelScope.ProductsImport, upload: Others);
        await Wait.Until(() => _scope.Simulator.Tasks.Single().EndTime is not null);
        var intent = new TaskProgress { AskedAt = _time.GetUtcNow().AddMinutes(-1), IsSlow = true, ListShowsEnded = true, Known = [_scope.Simulator.Tasks.Single().TaskId] };
        await ChangeAsync(process, call, new StepState { Stage = 1, HadTurn = true, Task = intent });

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: true }, report.Outcome!.ToString());
        Assert.Contains("may still be carried out", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Single(_scope.Simulator.Tasks);
    }

    /// <summary>What has not gone out, or was refused by the user's limit, leaves nothing behind that nobody knows of.</summary>
    [Fact]
    public async Task Stop_while_a_start_waits_for_its_users_limit_leaves_no_doubt()
    {
        await using var scope = await ModelScope.StartAsync(azurite.ConnectionString);
        await scope.PutFileAsync("products.csv", Products);
        scope.Simulator.Add(new Fault { Requests = "POST **/imports/*/tasks", Status = 429, RetryAfter = TimeSpan.FromSeconds(50) });
        var call = scope.Call(scope.Work(scope.Import("products.csv")));
        await using (var stopped = await scope.StartProcessAsync())
        {
            using var stop = new CancellationTokenSource();
            var leg = stopped.Driver.AdvanceAsync(call, stop.Token);
            await Wait.Until(() => scope.Simulator.Faults.Count == 0);
            await Wait.Until(async () => (await stopped.Handles.GetAsync(call.RunId, call.Referrer, Cancel)).Task is { } handle && StepState.Parse(handle).Task is { TaskId: null });
            await stop.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leg);
            Assert.Null(StepState.Parse((await stopped.Handles.GetAsync(call.RunId, call.Referrer, Cancel)).Task!).Task);
        }

        await using var next = await scope.StartProcessAsync();
        var report = await next.RunAsync(call);

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Single(scope.Simulator.Tasks);
    }

    /// <summary>What is in the model's file by then is another's.</summary>
    [Fact]
    public async Task File_is_brought_again_after_another_step_had_the_models_turn()
    {
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        Assert.True(_scope.Simulator.TryUpload(ModelScope.ProductsFile, Others));
        await ChangeAsync(process, call, new StepState { Stage = 1, HadTurn = true, Ticket = "ticket-before" });

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.StartsWith("Products: 1 (", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Single(_scope.Simulator.Tasks);
    }

    /// <summary>A success that nobody behind the gateway knows of.</summary>
    [Theory]
    [InlineData("PUT **/chunks/1", "", 2)]
    [InlineData("PUT **/chunks/0", "{}", 2)]
    [InlineData("POST **/files/*/complete", "", 1)]
    [InlineData("POST **/files/*/complete", "{}", 1)]
    public async Task Chunk_or_completion_that_somebody_else_answers_for_is_sent_again(string requests, string says, int uploads)
    {
        var products = "Code,Name,Category,Currency\n" + string.Concat(Enumerable.Range(0, 9).Select(row => $"W{row},Wide {row},{new string((char)('a' + row), 1_000_000)},\n"));
        await _scope.PutFileAsync("wide.csv", products);
        _scope.Simulator.Add(new Fault { Requests = requests, Says = says });
        await using var process = await _scope.StartProcessAsync();

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("wide.csv"))));

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Equal(products.Length, _scope.Simulator.OpenUpload(ModelScope.ProductsFile)!.Length);
        Assert.Equal(uploads, _scope.Simulator.Count("POST **/files/*"));
        Assert.Single(_scope.Simulator.Tasks);
        Assert.Empty(_scope.Simulator.Faults);
    }

    [Fact]
    public async Task Task_that_stays_missing_is_told_to_end()
    {
        await using var process = await _scope.StartProcessAsync();
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        _scope.Simulator.Settings = new() { Tasks = new() { Duration = TimeSpan.FromMinutes(30) } };
        _scope.Simulator.Add(new Fault { Requests = "GET **/imports/*/tasks/*", Status = 404, Times = null });

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: true }, report.Outcome!.ToString());
        Assert.Contains("any more, for 10 minutes. It was told to end, in case it runs.", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Equal(1, _scope.Simulator.Count("DELETE **/imports/*/tasks/*"));
    }

    private static async Task ChangeAsync(StepProcess process, StepCall call, StepState state)
    {
        var handle = await process.Handles.GetAsync(call.RunId, call.Referrer, Cancel);
        Assert.NotNull(await process.Handles.TrySaveAsync(call.RunId, call.Referrer, handle with { Task = state.ToString(), Attempts = 1 }, Cancel));
    }
}
