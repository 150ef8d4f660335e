using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Cli.Tests.Verbs;

/// <summary>Starting, watching, cancelling and resuming runs.</summary>
public class RunVerbsTests
{
    private const string RunCall = $"GET /2/0/integrationflows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}";
    private const string StartCall = $"POST /2/0/integrationflows/{SampleAnswers.Flow}/run";
    private const string Started = $$"""{"run":{"id":"{{SampleAnswers.Run}}"} }""";

    [Fact]
    public async Task Run_writes_the_id_of_the_run_and_says_the_rest_besides()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(StartCall, Started);

        var run = await tool.RunAsync("run", "nightly LOAD");

        Assert.Equal((0, $"{SampleAnswers.Run}\n", $"Run {SampleAnswers.Run} of the flow 'Nightly load' has started.\n{SeeIt(tool)}"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal("", tool.Api.To(StartCall).Single().Body);
    }

    [Fact]
    public async Task Only_takes_steps_by_name_or_id()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(StartCall, Started);

        await tool.RunAsync("run", "Nightly load", "--only", "load sales", SampleAnswers.Products);
        var wrong = await tool.RunAsync("run", "Nightly load", "--only", "Load sale");

        Assert.True(JsonNode.DeepEquals(new JsonArray(SampleAnswers.Sales, SampleAnswers.Products), tool.Api.To(StartCall).Single().Json["stepsToRun"]));
        Assert.Equal((ExitCode.NotFound, "flows: the flow 'Nightly load' has no step 'Load sale'. Did you mean 'Load sales'?\n"), (wrong.ExitCode, wrong.Error));
    }

    [Theory]
    [InlineData(true, null, "Success", ExitCode.Success)]
    [InlineData(true, null, "Completed with partial success: 1 of 2 steps", ExitCode.Success)]
    [InlineData(false, 1001, "Completed with failures: 1 of 2 steps", ExitCode.Failed)]
    [InlineData(false, 1003, "Cancelled by ann", ExitCode.Cancelled)]
    [InlineData(false, 1004, "Timed out after 2 hours", ExitCode.Failed)]
    public async Task Exit_code_of_watching_is_the_runs(bool success, int? code, string message, int exitCode)
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(StartCall, Started).On(RunCall, SampleAnswers.RunDocument(success: success, code: code, message: message));

        Assert.Equal(exitCode, (await tool.RunAsync("run", "Nightly load", "--watch")).ExitCode);
        Assert.Equal(exitCode, (await tool.RunAsync("watch", "Nightly load")).ExitCode);
    }

    [Fact]
    public async Task Watch_in_a_pipe_is_a_line_for_each_change()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument(hasEnded: false, code: null), SampleAnswers.RunDocument(hasEnded: false, code: null), SampleAnswers.RunDocument());

        var run = await tool.RunAsync("watch", SampleAnswers.Flow, "latest", "--interval", "2s");

        Assert.Equal(
            $"""
            Nightly load, run {SampleAnswers.Run}
               5.1 s  Load products  success          6 rows
               5.2 s  Load sales     running          Item not found
              15.8 s  Load sales     failure          Item not found (2 attempts)
              15.9 s  Completed with failures: 1 of 2 steps

            """,
            run.Output);
    }

    [Fact]
    public async Task Watch_with_a_format_for_scripts_writes_the_ended_run_alone()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument());

        var run = await tool.RunAsync("watch", "Nightly load", "-o", "json");

        Assert.Equal(SampleAnswers.Run, (string?)JsonNode.Parse(run.Output)!["id"]);
        Assert.Contains("Load products  success", run.Error);
    }

    [Fact]
    public async Task Watch_outlives_a_server_that_is_away_and_says_so()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument(hasEnded: false, code: null));
        for (var tried = 0; tried < 6; tried++)
            tool.Api.OnStatus(RunCall, 503, """{"message":"Starting."}""");
        tool.Api.On(RunCall, SampleAnswers.RunDocument(success: true, code: null, message: "Success"));

        var run = await tool.RunAsync("watch", "Nightly load");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"{SeeIt(tool)}{tool.Api.Url} does not answer; the run goes on if it can. Asking again for 10 minutes.\nThe server answers again.\n", run.Error);
    }

    [Fact]
    public async Task Watch_that_is_ended_early_leaves_the_run_going_and_says_so()
    {
        await using var tool = await ScriptedTool.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        tool.Surroundings = tool.Surroundings with { Time = time };
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument(hasEnded: false, code: null)).Before(RunCall, () =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        });

        var run = await tool.RunAsync("watch", "Nightly load", "--timeout", "20s");

        Assert.Equal(ExitCode.WaitedTooLong, run.ExitCode);
        Assert.StartsWith($"{SeeIt(tool)}The run goes on. See it again: flows watch 'Nightly load' {SampleAnswers.Run}; end it: flows cancel 'Nightly load'\n", run.Error);
        Assert.DoesNotContain(tool.Api.Requests, request => request.Call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_takes_the_newest_run_and_waits_for_its_end_if_told_to()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On($"{RunCall.Replace("GET", "POST")}/cancel", SampleAnswers.Success).On(RunCall, SampleAnswers.RunDocument(hasEnded: false, code: null), SampleAnswers.RunDocument(code: 1003, message: "Cancelled by ann"));

        var run = await tool.RunAsync("cancel", "Nightly load", "--wait", "-o", "name");

        Assert.Equal((0, $"{SampleAnswers.Run}\n"), (run.ExitCode, run.Output));
        Assert.Equal($"Run {SampleAnswers.Run} of the flow 'Nightly load' is being cancelled.\nIt has ended: Cancelled by ann\n", run.Error);
    }

    [Fact]
    public async Task Resume_starts_what_the_newest_run_left()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On($"{RunCall.Replace("GET", "POST")}/resume", Started);

        var run = await tool.RunAsync("resume", "Nightly load");

        Assert.Equal((0, $"{SampleAnswers.Run}\n"), (run.ExitCode, run.Output));
    }

    /// <summary>As where it was still going when its schedule came due again, and failed after that.</summary>
    [Fact]
    public async Task Resume_leaves_out_what_a_schedule_skipped()
    {
        const string Skipped = "0195e7c0000070008000000000000abc";
        const string Newest = $$"""{"id":"{{Skipped}}","startDate":"2026-11-28T23:00:00.000Z","endDate":"2026-11-28T23:00:00.000Z","success":false,"message":"Skipped: the previous run was still going","executionErrorCode":1008}""";
        await using var tool = await ScriptedTool.StartAsync();
        var runs = JsonNode.Parse(SampleAnswers.Runs)!;
        runs["runs"]!.AsArray().Insert(0, JsonNode.Parse(Newest));
        tool.Api.AnswerAll()
            .On($"GET /2/0/integrationflows/{SampleAnswers.Flow}/runs?limit=1&offset=0", $$"""{"runs":[{{Newest}}],"meta":{"paging":{"totalSize":2} } }""")
            .On($"GET /2/0/integrationflows/{SampleAnswers.Flow}/runs?limit=120&offset=0", runs.ToJsonString())
            .On($"{RunCall.Replace("GET", "POST")}/resume", Started);

        var run = await tool.RunAsync("resume", "Nightly load");

        Assert.Equal((0, $"{SampleAnswers.Run}\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Resume_from_a_step_names_it_by_its_integration()
    {
        const string Call = $"POST /2/0/integrationflows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}/resume";
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(Call, Started);

        var run = await tool.RunAsync("resume", "Nightly load", "--from", "load SALES");
        var wrong = await tool.RunAsync("resume", "Nightly load", "--from", "Load sale");

        Assert.Equal((0, $"Run {SampleAnswers.Run} of the flow 'Nightly load' has started, with what run {SampleAnswers.Run} left and all from 'load SALES' on.\n{SeeIt(tool)}"), (run.ExitCode, run.Error));
        Assert.Equal($$"""{"fromStep":"{{SampleAnswers.Sales}}"}""", tool.Api.To(Call).Single().Body);
        Assert.Equal((ExitCode.NotFound, "flows: the flow 'Nightly load' has no step 'Load sale'. Did you mean 'Load sales'?\n"), (wrong.ExitCode, wrong.Error));
    }

    [Fact]
    public async Task Production_is_asked_for_and_never_guessed()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(StartCall, Started);
        var folder = Directory.CreateTempSubdirectory("flows-production-").FullName;
        try
        {
            tool.Set("XDG_CONFIG_HOME", folder);
            tool.Set("FLOWS_SERVER", null);
            var store = await Cli.Connecting.ProfileStore.ReadAsync(Path.Combine(folder, "flows", "profiles.json"), default);
            store.Profiles["prod"] = new() { Server = tool.Api.Url, IsProduction = true };
            store.Current = "prod";
            await store.WriteAsync(default);

            var unasked = await tool.RunAsync("run", "Nightly load");
            tool.Type("n\n");
            var declined = await tool.RunAsync("run", "Nightly load");
            tool.Type("y\n");
            var confirmed = await tool.RunAsync("run", "Nightly load");

            Assert.Equal((2, $"flows: This asks first: Run the flow 'Nightly load' on prod, which is production ({tool.Api.Url})? Give --yes where nobody can answer.\n"), (unasked.ExitCode, unasked.Error));
            Assert.Equal((2, 0), (declined.ExitCode, confirmed.ExitCode));
            Assert.Single(tool.Api.To(StartCall));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string SeeIt(ScriptedTool tool) => $"See it at {tool.Api.Url}/flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}\n";
}
