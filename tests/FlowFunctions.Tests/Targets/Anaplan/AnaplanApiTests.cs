using AnaplanSimulator;
using AnaplanSimulator.Faults;
using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Testing;
using Microsoft.Extensions.Time.Testing;
using static FlowFunctions.Tests.Targets.Anaplan.AnaplanHost;

namespace FlowFunctions.Tests.Targets.Anaplan;

[Needs(Need.Azurite)]
public sealed class AnaplanApiTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_runs_and_its_rejected_rows_come_back(bool isOddService)
    {
        await using var host = await StartAsync(azurite, new() { ExtraFields = isOddService, ChunkListPageSize = isOddService ? 2 : null, DownloadChunkSize = 20 });
        await host.UploadAsync(CurrenciesFile, "Code,Name\nEUR,Euro\nUSD", ",Dollar\n,No code\nEUR,Euro again\n");

        var task = await host.RunAsync(CurrenciesImport);

        var outcome = TaskOutcome.Of(CurrenciesImport, task.Result!);
        Assert.Equal(StepOutcomeKind.PartialSuccess, outcome.Kind);
        Assert.StartsWith("Currencies from currencies.csv: 2 of 4 rows rejected. ", outcome.Message, StringComparison.Ordinal);
        Assert.Null(Assert.Single(outcome.Dumps).ImportId);
        var chunks = await host.Api.ListDumpChunksAsync(CurrenciesImport, task.TaskId, null, Cancel);
        Assert.True(chunks.Count > 4);
        Assert.Equal([.. Enumerable.Range(0, chunks.Count).Select(index => index.ToString())], chunks);
        var dump = "";
        foreach (var chunk in chunks)
        {
            dump += await ReadAsync(await host.Api.OpenDumpChunkAsync(CurrenciesImport, task.TaskId, null, chunk, Cancel));
        }

        Assert.Contains("EUR,Euro again", dump);
        Assert.Equal(4, dump.TrimEnd().Split('\n').Length - 1 + 2);
        Assert.Equal(task.TaskId, Assert.Single(await host.Api.ListTasksAsync(CurrenciesImport, Cancel)).TaskId);
    }

    [Fact]
    public async Task Process_has_dumps_of_its_imports()
    {
        await using var host = await StartAsync(azurite);
        await host.UploadAsync(CurrenciesFile, "Code\nEUR\nEUR\n");
        await host.UploadAsync("113000000002", "Code,Currency\nA,EUR\nB,GBP\n");

        var task = await host.RunAsync(LoadLists);

        var outcome = TaskOutcome.Of(LoadLists, task.Result!);
        Assert.Equal(StepOutcomeKind.PartialSuccess, outcome.Kind);
        Assert.StartsWith("Load lists: 2 of 4 rows rejected. ", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(["112000000001", "112000000002"], outcome.Dumps.Select(dump => dump.ImportId));
        var chunk = Assert.Single(await host.Api.ListDumpChunksAsync(LoadLists, task.TaskId, "112000000002", Cancel));
        Assert.Contains("GBP", await ReadAsync(await host.Api.OpenDumpChunkAsync(LoadLists, task.TaskId, "112000000002", chunk, Cancel)));
    }

    [Fact]
    public async Task Failed_import_says_why()
    {
        await using var host = await StartAsync(azurite);

        var task = await host.RunAsync(CurrenciesImport);

        var outcome = TaskOutcome.Of(CurrenciesImport, task.Result!);
        Assert.Equal(StepOutcomeKind.Failure, outcome.Kind);
        Assert.Equal("Currencies from currencies.csv failed. currencies.csv has no content: upload it first", outcome.Message);
        Assert.Equal("112000000001", Assert.Single(outcome.Faults).ActionId);
    }

    [Fact]
    public async Task Export_comes_in_chunks()
    {
        await using var host = await StartAsync(azurite, new() { DownloadChunkSize = 10 });
        var task = await host.RunAsync(PlanExport);

        var chunks = await host.Api.ListChunksAsync(Model, PlanExport.Id, Cancel);
        var text = "";
        foreach (var chunk in chunks)
        {
            text += await ReadAsync(await host.Api.OpenChunkAsync(Model, PlanExport.Id, chunk, Cancel));
        }

        Assert.Equal(StepOutcomeKind.Success, TaskOutcome.Of(PlanExport, task.Result!).Kind);
        Assert.Equal("Products,Months,Quantity,Revenue", text.TrimEnd());
        Assert.Contains(await host.Api.ListFilesAsync(Model, Cancel), file => file.Id == PlanExport.Id && file.ChunkCount == chunks.Count);
    }

    [Fact]
    public async Task Upload_of_unknown_length_is_whole_once_it_is_completed()
    {
        await using var host = await StartAsync(azurite);

        await host.Api.OpenUploadAsync(Model, CurrenciesFile, -1, Cancel);
        await Task.WhenAll(new[] { "Code\n", "EUR\n", "USD\n" }.Select((text, index) => host.Api.UploadChunkAsync(Model, CurrenciesFile, index, Gzip(text), Cancel)));
        Assert.Null(host.Control.OpenUpload(CurrenciesFile));
        await host.Api.CompleteUploadAsync(Model, CurrenciesFile, Cancel);

        Assert.Equal("Code\nEUR\nUSD\n", await ReadAsync(host.Control.OpenUpload(CurrenciesFile)!));
    }

    [Fact]
    public async Task Task_that_is_cancelled_ends()
    {
        await using var host = await StartAsync(azurite, new() { Tasks = new() { Duration = TimeSpan.FromMinutes(5) } });
        var taskId = await host.Api.StartTaskAsync(DeleteSales, Cancel);

        await host.Api.CancelTaskAsync(DeleteSales, taskId, Cancel);

        await Wait.For(() => host.Api.GetTaskAsync(DeleteSales, taskId, Cancel), task => task.State == ModelTaskState.Cancelled);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Request_that_can_be_repeated_is(int status)
    {
        await using var host = await StartAsync(azurite);
        host.Control.Add(new Fault { Requests = "GET **/files", Status = status, Times = 2 });

        Assert.NotEmpty(await host.Api.ListFilesAsync(Model, Cancel));

        Assert.Equal(3, host.Control.Count("GET **/files"));
    }

    [Fact]
    public async Task Fault_that_lasts_is_told_as_one_that_passes()
    {
        await using var host = await StartAsync(azurite);
        host.Control.Add(new Fault { Requests = "GET **/files", Status = 503, Times = null });

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.ListFilesAsync(Model, Cancel));

        Assert.Equal((RunErrorCodes.RejectedByTarget, true, 503), (fault.ErrorCode, fault.IsTransient, (int)fault.Status!));
        Assert.Equal(1 + Repetition.MaximumRepetitions, host.Control.Count("GET **/files"));
    }

    [Fact]
    public async Task Service_that_wants_to_be_left_alone_is()
    {
        await using var host = await StartAsync(azurite);
        await host.Api.ListFilesAsync(Model, Cancel);
        host.Control.Add(new Fault { Requests = "POST **/tasks", Status = 429, RetryAfter = TimeSpan.FromSeconds(2) });

        var since = TimeProvider.System.GetTimestamp();
        var taskId = await host.Api.StartTaskAsync(DeleteSales, Cancel);

        Assert.True(TimeProvider.System.GetElapsedTime(since) >= TimeSpan.FromSeconds(1.9));
        Assert.Equal(taskId, Assert.Single(host.Control.Tasks).TaskId);
    }

    [Fact]
    public async Task Retry_after_that_is_long_is_the_callers_to_wait_for()
    {
        await using var host = await StartAsync(azurite);
        host.Control.Add(new Fault { Requests = "GET **/files", Status = 503, RetryAfter = TimeSpan.FromMinutes(10), Times = null });

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.ListFilesAsync(Model, Cancel));

        Assert.Equal((true, TimeSpan.FromMinutes(10)), (fault.IsTransient, fault.RetryAfter));
        Assert.Equal(1, host.Control.Count("GET **/files"));
    }

    /// <summary>A model that is opened answers late, and a start that is given up is one that nobody knows the end of.</summary>
    [Fact]
    public async Task Start_is_waited_for_longer_than_what_can_be_asked_again()
    {
        await using var host = await StartAsync(azurite, null, null, ("RequestTimeout", "00:00:03"));
        host.Control.Add(new Fault { Requests = "POST **/tasks", Delay = TimeSpan.FromSeconds(5) });

        var taskId = await host.Api.StartTaskAsync(DeleteSales, Cancel);

        Assert.Equal(taskId, Assert.Single(host.Control.Tasks).TaskId);
    }

    [Theory]
    [InlineData(true, 1, 10)]
    [InlineData(false, 3, 25)]
    public async Task List_of_tasks_is_read_up_to_the_latest_of_them(bool sorts, int pages, int tasks)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        await using var host = await StartAsync(azurite, new() { SortsTasks = sorts, TaskListPageSize = 10 }, time);
        for (var task = 0; task < 25; task++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            host.Control.PostTask(PlanExport.Id);
        }

        var listed = await host.Api.ListTasksAsync(PlanExport, Cancel);

        Assert.Equal((pages, tasks), (host.Control.Count("GET **/exports/*/tasks"), listed.Count));
        Assert.Contains(host.Control.Tasks[^1].TaskId, listed.Select(task => task.TaskId));
    }

    [Theory]
    [InlineData("lost answer", 1)]
    [InlineData("answer cut", 1)]
    [InlineData("request cut", 0)]
    [InlineData("server error", 0)]
    [InlineData("hang", 0)]
    public async Task Start_that_may_have_arrived_is_not_repeated(string fault, int tasks)
    {
        await using var host = await StartAsync(azurite, null, null, ("RequestTimeout", "00:00:03"));

        // On a connection that is there already, where the platform itself might send again.
        await host.Api.ListFilesAsync(Model, Cancel);
        host.Control.Add(fault switch
        {
            "lost answer" => new() { Requests = "POST **/tasks", LoseAnswer = true },
            "answer cut" => new() { Requests = "POST **/tasks", CutAnswerAfter = 10 },
            "request cut" => new() { Requests = "POST **/tasks", CutRequestAfter = 5 },
            "server error" => new() { Requests = "POST **/tasks", Status = 502 },
            _ => new Fault { Requests = "POST **/tasks", Hang = true },
        });

        var failed = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.StartTaskAsync(DeleteSales, Cancel));

        Assert.True(failed.MayHaveArrived);
        Assert.True(failed.IsTransient);
        await Wait.Until(() => host.Control.Count("POST **/tasks") == 1, describe: () => host.Control.Count("POST **/tasks"));
        Assert.Equal(tasks, (await host.Api.ListTasksAsync(DeleteSales, Cancel)).Count);
    }

    [Theory]
    [InlineData("answer cut")]
    [InlineData("lost answer")]
    [InlineData("hang")]
    public async Task Request_whose_answer_does_not_come_is_repeated(string fault)
    {
        await using var host = await StartAsync(azurite, null, null, ("RequestTimeout", "00:00:03"));
        host.Control.Add(fault switch
        {
            "answer cut" => new() { Requests = "GET **/files", CutAnswerAfter = 50 },
            "lost answer" => new() { Requests = "GET **/files", LoseAnswer = true },
            _ => new Fault { Requests = "GET **/files", Hang = true },
        });

        Assert.NotEmpty(await host.Api.ListFilesAsync(Model, Cancel));
    }

    [Fact]
    public async Task Chunk_that_was_cut_comes_whole()
    {
        await using var host = await StartAsync(azurite);
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(number => $"{number}\n"));
        host.Control.Add(new Fault { Requests = "PUT **/chunks/0", CutRequestAfter = 100_000 });

        await host.UploadAsync(CurrenciesFile, text);

        Assert.Equal(text, await ReadAsync(host.Control.OpenUpload(CurrenciesFile)!));
        Assert.Equal(2, host.Control.Count("PUT **/chunks/0"));
    }

    [Fact]
    public async Task Service_that_hangs_is_given_up()
    {
        await using var host = await StartAsync(azurite, null, null, ("RequestTimeout", "00:00:03"));
        host.Control.Add(new Fault { Requests = "GET **/files", Hang = true, Times = null });

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.ListFilesAsync(Model, Cancel));

        Assert.Equal((RunErrorCodes.TimedOut, true), (fault.ErrorCode, fault.IsTransient));
        Assert.Contains("within 3 seconds", fault.Message);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_as_not_arrived()
    {
        using var nobody = new RefusingPort();
        await using var host = await StartAsync(azurite, null, null, ("ApiAddress", $"http://127.0.0.1:{nobody.Number}"));

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.StartTaskAsync(DeleteSales, Cancel));

        Assert.Equal((RunErrorCodes.ConnectionRefused, true, false), (fault.ErrorCode, fault.IsTransient, fault.MayHaveArrived));
        Assert.Contains("Targets:Anaplan:ApiAddress", fault.Message);
    }

    [Fact]
    public async Task What_does_not_exist_is_named()
    {
        await using var host = await StartAsync(azurite);
        var elsewhere = new ModelAddress("ws9", "m9");

        var noAction = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.StartTaskAsync(new(Model, "112999999999", ActionKind.Import), Cancel));
        var noFile = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.OpenUploadAsync(Model, "113999999999", 1, Cancel));
        var noModel = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.ListFilesAsync(elsewhere, Cancel));
        var noTask = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.GetTaskAsync(DeleteSales, new string('0', 32), Cancel));

        Assert.All([noAction, noFile, noModel, noTask], fault => Assert.Equal(
            (RunErrorCodes.RejectedByTarget, false, false, 404), (fault.ErrorCode, fault.IsTransient, fault.MayHaveArrived, (int)fault.Status!)));
        Assert.Contains("has no import 112999999999", noAction.Message);
        Assert.Contains("has no file 113999999999", noFile.Message);
        Assert.Contains("Anaplan has no model m9 of workspace ws9", noModel.Message);
        Assert.Contains("any more", noTask.Message);
    }

    [Fact]
    public async Task User_without_access_is_told_what_to_get()
    {
        await using var host = await StartAsync(azurite);
        host.Control.Add(new Fault { Requests = "POST **/tasks", Status = 403 });

        var fault = await Assert.ThrowsAsync<AnaplanException>(() => host.Api.StartTaskAsync(DeleteSales, Cancel));

        Assert.Equal((RunErrorCodes.RejectedByTarget, false, false), (fault.ErrorCode, fault.IsTransient, fault.MayHaveArrived));
        Assert.Contains("Give the user access", fault.Message);
    }

    [Fact]
    public async Task Caller_who_gives_up_is_not_told_a_fault()
    {
        await using var host = await StartAsync(azurite);
        host.Control.Add(new Fault { Requests = "GET **/files", Hang = true, Times = null });
        using var giveUp = new CancellationTokenSource();

        var listing = host.Api.ListFilesAsync(Model, giveUp.Token);
        await Wait.Until(() => host.Control.Faults.Count > 0 && host.Control.Count("POST /token/authenticate") == 1);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
    }
}
