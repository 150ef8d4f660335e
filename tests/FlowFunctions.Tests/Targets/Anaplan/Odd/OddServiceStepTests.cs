using System.Text;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan.Steps;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets.Anaplan.Steps;

namespace FlowFunctions.Tests.Targets.Anaplan.Odd;

/// <summary>Whole steps against an <see cref="OddService"/>: each ends right, and has started one task.</summary>
[Needs(Need.Azurite)]
[TakesLong]
public sealed class OddServiceStepTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Loaded = """{"successful":"true","failureDumpAvailable":false,"objectId":112000000002,"objectName":"Products","details":[{"localMessageText":"3 rows","occurrences":"0","type":"hierarchyRowsProcessed","values":["totalRowCount","20"],"x":1}],"nestedResults":[]}""";

    private ModelScope _scope = null!;

    public async ValueTask InitializeAsync() => _scope = await ModelScope.StartAsync(azurite.ConnectionString);

    public async ValueTask DisposeAsync() => await _scope.DisposeAsync();

    private static Dictionary<string, OddHabits> HabitsByName { get; } = new(StringComparer.Ordinal)
    {
        ["slow states, lists in pieces"] = new() { EarlierTasks = 5 },
        ["tokens without an end"] = new() { ExpiresAt = null },
        ["tokens that have ended"] = new() { ExpiresAt = "1600000000000" },
        ["tokens whose end is in seconds"] = new() { ExpiresAt = "\"4102444800\"" },
        ["tokens refused at each kind of call"] = new() { RefusesTokens = true, EarlierTasks = 3 },
        ["answer to the start lost"] = new() { FirstStart = StartFate.AnswerLost, EarlierTasks = 5 },
        ["answer to the start lost, task listed late"] = new() { FirstStart = StartFate.AnswerLost, ListedAfter = TimeSpan.FromSeconds(1) },
        ["no list of tasks without tasks"] = new() { HasNoEmptyLists = true },
    };

    [Fact]
    public async Task Import_ends_right_with_one_task_whatever_the_habits()
    {
        var products = Rows(20);
        await _scope.PutFileAsync("products.csv", products);

        // All at once, each with a model and a service of its own: they mostly wait.
        await Task.WhenAll(HabitsByName.Select(async of =>
        {
            await using var service = (await OddService.StartAsync(of.Value)).Ends(ModelScope.ProductsImport, Loaded);
            await using var process = await StartAsync(service);

            var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv")) with { ModelId = of.Key }));

            Assert.True((report.Outcome!.Kind, report.Outcome.Message) == (StepOutcomeKind.Success, "3 rows"), $"{of.Key}: {report.Outcome}");
            Assert.True(service.Tasks.Count == 1, $"{of.Key}: {service.Tasks.Count} tasks");
            Assert.True(products == service.FileText(ModelScope.ProductsFile), $"{of.Key}: the file is not whole");
        }));
    }

    /// <summary>What is not known is not repeated, and no success.</summary>
    [Fact]
    public async Task Start_of_which_nobody_can_tell_whether_it_happened_is_a_failure_that_says_so_and_is_not_repeated()
    {
        await _scope.PutFileAsync("products.csv", Rows(3));
        (OddHabits Habits, int Tasks, string Word)[] cases =
        [
            (new() { HasNoEmptyLists = true, FirstStart = StartFate.RequestLost }, 0, "need not show this one"),
            (new() { EarlierTasks = 3, FirstStart = StartFate.RequestLost }, 0, "later, but it may still be carried out"),
            (new() { ListsNoEnded = true, FirstStart = StartFate.AnswerLost }, 1, "need not show this one"),
            (new() { EarlierTasks = 2, FirstStart = StartFate.RequestLost, AnotherUserAfter = TimeSpan.FromSeconds(3) }, 0, "or another user's. It ended: 3 rows"),
            (new() { EarlierTasks = 2, FirstStart = StartFate.AnswerLost, AnotherUserAfter = TimeSpan.FromMilliseconds(1) }, 1, "or another user's. It ended: 3 rows"),
        ];

        await Task.WhenAll(cases.Select(async (of, number) =>
        {
            await using var service = (await OddService.StartAsync(of.Habits)).Ends(ModelScope.ProductsImport, Loaded);
            await using var process = await StartAsync(service);

            var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv")) with { ModelId = $"m{number}" }));

            Assert.True(report.Outcome is { Kind: StepOutcomeKind.Failure, IsUnknown: true }, $"{of.Habits}: {report.Outcome}");
            Assert.Contains(of.Word, report.Outcome.Message, StringComparison.Ordinal);
            Assert.Contains("Its data may have been loaded: look into the model before you run the step again.", report.Outcome.Message, StringComparison.Ordinal);
            Assert.True(service.Tasks.Count == of.Tasks, $"{of.Habits}: {service.Tasks.Count} tasks");
        }));
    }

    /// <summary>Nobody else's task is taken for it, and none that runs has another beside it.</summary>
    [Fact]
    public async Task Start_of_which_nobody_can_tell_whether_it_happened_is_repeated_where_that_does_no_harm()
    {
        await _scope.PutFileAsync("products.csv", Rows(3));
        (OddHabits Habits, int Tasks)[] cases =
        [
            (new() { HasNoEmptyLists = true, FirstStart = StartFate.RequestLost }, 1),
            (new() { EarlierTasks = 3, FirstStart = StartFate.RequestLost }, 1),
            (new() { ListsNoEnded = true, FirstStart = StartFate.AnswerLost }, 2),
            (new() { EarlierTasks = 2, FirstStart = StartFate.RequestLost, AnotherUserAfter = TimeSpan.FromSeconds(3) }, 1),
            (new() { EarlierTasks = 2, FirstStart = StartFate.AnswerLost, AnotherUserAfter = TimeSpan.FromMilliseconds(1) }, 2),
        ];

        await Task.WhenAll(cases.Select(async (of, number) =>
        {
            await using var service = (await OddService.StartAsync(of.Habits)).Ends(ModelScope.ProductsImport, Loaded);
            await using var process = await StartAsync(service);

            var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Import("products.csv")) with { ModelId = $"i{number}", Idempotent = true }));

            Assert.True(report.Outcome is { Kind: StepOutcomeKind.Success, Message: "3 rows" }, $"{of.Habits}: {report.Outcome}");
            Assert.True(service.Tasks.Count == of.Tasks, $"{of.Habits}: {service.Tasks.Count} tasks");
        }));
    }

    /// <summary>What was asked for so long may still be carried out, and a list that has lost what it had cannot tell.</summary>
    [Theory]
    [InlineData(20, true, "had no answer for 20 seconds, and may still be carried out")]
    [InlineData(2, false, "need not show this one")]
    public async Task Start_is_not_repeated_where_it_may_still_be_carried_out(int tookSeconds, bool listsKnown, string word)
    {
        await using var service = (await OddService.StartAsync(new() { EarlierTasks = 1, ListsNoEnded = !listsKnown })).Ends(ModelScope.ProductsImport, Loaded);
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        var asked = TimeProvider.System.GetUtcNow().AddMinutes(-6);
        var intent = new TaskProgress { AskedAt = asked, LostAt = asked.AddSeconds(tookSeconds), ListShowsEnded = true, Known = [service.EarlierTask], Fault = "Anaplan did not answer." };

        await ChangeAsync(process, call, _ => new StepState { Stage = 1, Task = intent });
        var report = await process.RunAsync(call);

        Assert.Equal((StepOutcomeKind.Failure, true), (report.Outcome!.Kind, report.Outcome.IsUnknown));
        Assert.Contains(word, report.Outcome.Message, StringComparison.Ordinal);
        Assert.Empty(service.Tasks);
    }

    /// <summary>It is nobody's news: only one that says whether it was successful says anything.</summary>
    [Fact]
    public async Task Result_that_does_not_say_whether_it_was_successful_is_none()
    {
        await using var service = (await OddService.StartAsync(new())).Ends(ModelScope.ProductsImport, "{}");
        await _scope.PutFileAsync("products.csv", Rows(1));
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        await AdvanceUntilAsync(process, call, state => state.Task?.EndedAt is not null);

        Assert.Single(service.Tasks);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Export_ends_right_with_one_task(bool refusesTokens, bool namesChunksOnly)
    {
        string[] chunks = [.. Enumerable.Range(0, 12).Select(chunk => $"row {chunk}\n")];
        await using var service = (await OddService.StartAsync(new() { RefusesTokens = refusesTokens, NamesChunksOnly = namesChunksOnly }))
            .Ends(ModelScope.SalesExport, """{"successful":true}""")
            .Holds(ModelScope.SalesExport, chunks);
        await using var process = await StartAsync(service);

        var report = await process.RunAsync(_scope.Call(_scope.Work(_scope.Export("sales.csv"))));

        Assert.Equal(StepOutcomeKind.Success, report.Outcome!.Kind);
        Assert.Single(service.Tasks);
        Assert.Equal(string.Concat(chunks), await _scope.ReadFileAsync("sales.csv"));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 5)]
    public async Task Process_whose_results_are_nested_two_deep_ends_right_with_one_task_and_all_dumps(bool refusesTokens, int dumpOutages)
    {
        const string result = """
            {"successful":true,"failureDumpAvailable":"true","objectId":"118000000001","objectName":"All","details":[],"nestedResults":[
              {"successful":true,"failureDumpAvailable":true,"objectId":118000000009,"objectName":"Lists","nestedResults":[
                {"successful":true,"failureDumpAvailable":"true","objectId":112000000002,"objectName":"Products","details":[
                  {"localMessageText":"Products: 3 (0/3) rows successful, 0 (0/0) rows has warnings, 2 failed, 0 ignored","occurrences":0,"type":"hierarchyRowsProcessedWithFailures","values":["ignoredCount",0,"failedCount","2","totalRowCount",5]}]}]},
              {"successful":true,"failureDumpAvailable":false,"objectId":null,"objectName":"Copy","details":null,"nestedResults":null}]}
            """;
        await using var service = (await OddService.StartAsync(new() { RefusesTokens = refusesTokens, DumpOutages = dumpOutages }))
            .Ends(ModelScope.LoadLists, result)
            .Holds(ModelScope.ProductsImport, "Code,Name\n", "BAD1,Bad\n", "BAD2,Bad\n");
        await _scope.PutFileAsync("products.csv", Rows(5));
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")) with { ProcessId = ModelScope.LoadLists });

        var report = await process.RunAsync(call);

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.PartialSuccess, report.Outcome.ToString());
        Assert.Contains("2 of 5 rows rejected", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Single(service.Tasks);
        Assert.True(Assert.Single(report.Faults!.Actions, action => action.ActionId == ModelScope.ProductsImport).HasDump);
        await using var dump = (await process.Dumps.OpenReadAsync(DumpStore.RunIdOf(call), ModelScope.ProductsImport, CancellationToken.None))!.Content;
        using var rows = new StreamReader(dump);
        Assert.Equal("Code,Name\nBAD1,Bad\nBAD2,Bad\n", await rows.ReadToEndAsync());
    }

    [Fact]
    public async Task Dump_that_cannot_be_had_for_long_holds_neither_the_outcome_nor_the_model()
    {
        const string result = """{"successful":true,"failureDumpAvailable":true,"objectId":"112000000002"}""";
        await using var service = (await OddService.StartAsync(new() { DumpOutages = int.MaxValue })).Ends(ModelScope.ProductsImport, result);
        await _scope.PutFileAsync("products.csv", Rows(1));
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        await AdvanceUntilAsync(process, call, state => state.Task?.EndedAt is not null);

        await ChangeAsync(process, call, state => state with { Task = state.Task! with { EndedAt = state.Task.EndedAt - TimeSpan.FromMinutes(4) } });
        var report = await process.RunAsync(call);

        Assert.Equal(StepOutcomeKind.PartialSuccess, report.Outcome!.Kind);
        Assert.Single(service.Tasks);
        Assert.Null(await process.Dumps.OpenReadAsync(DumpStore.RunIdOf(call), null, CancellationToken.None));
    }

    [Fact]
    public async Task Task_that_is_complete_and_never_says_how_is_a_failure_that_says_to_look()
    {
        await using var service = (await OddService.StartAsync(new())).Ends(ModelScope.ProductsImport, "null");
        await _scope.PutFileAsync("products.csv", Rows(1));
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));
        await AdvanceUntilAsync(process, call, state => state.Task?.EndedAt is not null);

        await ChangeAsync(process, call, state => state with { Task = state.Task! with { EndedAt = state.Task.EndedAt - TimeSpan.FromMinutes(1) } });
        var report = await process.RunAsync(call);

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.StepFailed), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.Contains("may have been loaded: look into the model before you run the step again.", report.Outcome.Message, StringComparison.Ordinal);
        Assert.True(report.Outcome.IsUnknown);
        Assert.Single(service.Tasks);
    }

    [Fact]
    public async Task Start_that_is_never_taken_is_given_up()
    {
        await using var service = await OddService.StartAsync(new());
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")) with { Idempotent = true });
        var asked = new TaskProgress { AskedAt = TimeProvider.System.GetUtcNow().AddMinutes(-1), Starts = 10, ListShowsEnded = true, Fault = "Anaplan has a fault of its own (500)." };

        await ChangeAsync(process, call, _ => new StepState { Stage = 1, Task = asked });
        var report = await process.RunAsync(call);

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.RejectedByTarget), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.Contains("answered none of 10 requests", report.Outcome.Message, StringComparison.Ordinal);
        Assert.Contains(asked.Fault, report.Outcome.Message, StringComparison.Ordinal);
        Assert.Empty(service.Tasks);
    }

    [Fact]
    public async Task Source_that_is_replaced_again_and_again_is_given_up()
    {
        await using var service = await OddService.StartAsync(new());
        await _scope.PutFileAsync("products.csv", Rows(1));
        await using var process = await StartAsync(service);
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        await ChangeAsync(process, call, _ => new StepState { UploadsBegunAnew = 3, Upload = new UploadState { Source = new("products.csv", "\"0x8D0000000000000\"", 1_000_000) } });
        var report = await process.RunAsync(call);

        Assert.Equal((StepOutcomeKind.Failure, RunErrorCodes.RejectedByTarget), (report.Outcome!.Kind, report.Outcome.ErrorCode));
        Assert.Contains("once it is whole", report.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_whose_upload_may_be_completed_once_goes_on_after_a_crash_behind_that()
    {
        await using var service = (await OddService.StartAsync(new() { CompletesOnce = true })).Ends(ModelScope.ProductsImport, Loaded);
        await _scope.PutFileAsync("products.csv", Rows(5));
        var call = _scope.Call(_scope.Work(_scope.Import("products.csv")));

        // Opened, one chunk, completed.
        await using (var doomed = await StartAsync(service, new CrashSwitch(3, afterAnswer: true)))
        {
            await Assert.ThrowsAsync<CrashException>(() => doomed.RunAsync(call));
        }

        await using var next = await StartAsync(service);
        var report = await next.RunAsync(call);

        Assert.True(report.Outcome!.Kind == StepOutcomeKind.Success, report.Outcome.ToString());
        Assert.Single(service.Tasks);
        Assert.Equal(Rows(5), service.FileText(ModelScope.ProductsFile));
    }

    private static async Task AdvanceUntilAsync(StepProcess process, StepCall call, Func<StepState, bool> isThere) => await Wait.Until(
        async () =>
        {
            Assert.Null((await process.AdvanceAsync(call)).Outcome);
            return isThere(StepState.Parse((await process.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None)).Task!));
        });

    private static async Task ChangeAsync(StepProcess process, StepCall call, Func<StepState, StepState> change)
    {
        var handle = await process.Handles.GetAsync(call.RunId, call.Referrer, CancellationToken.None);
        var state = change(handle.Task is { } task ? StepState.Parse(task) : new StepState());
        Assert.NotNull(await process.Handles.TrySaveAsync(call.RunId, call.Referrer, handle with { Task = state.ToString(), Attempts = 1 }, CancellationToken.None));
    }

    private Task<StepProcess> StartAsync(OddService service, CrashSwitch? crash = null) => _scope.StartProcessAsync(
        crash ?? new(), ("Targets:Anaplan:ApiAddress", service.Url + "/"), ("Targets:Anaplan:AuthAddress", service.Url));

    private static string Rows(int rows)
    {
        var text = new StringBuilder("Code,Name\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append('P').Append(row).Append(',').Append((char)('a' + row), 1_000_000).Append('\n');
        }

        return text.ToString();
    }
}
