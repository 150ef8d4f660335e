namespace FlowFunctions.Cli.Tests.Verbs;

/// <summary>What shows and changes nothing: show, runs, plan; and how names lead to things.</summary>
public class ReadVerbsTests
{
    private const string RunCall = $"GET /2/0/integrationflows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}";

    [Fact]
    public async Task Show_of_a_flow_has_its_steps()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        var run = await tool.RunAsync("show", SampleAnswers.Flow);

        Assert.Equal(
            $"""
            Nightly load (flow)
              Id             01a225a56b6f7abfbb1119ae5931f01e
              Created        2026-11-01 08:00:00 UTC by ann
              Latest run     failure, started 2026-11-28 22:00:00 UTC by ann (scheduled): Completed with failures: 1 of 2 steps
              Timeout        PT2H
              Page           {tool.Api.Url}/flows/{SampleAnswers.Flow}

            STEP           TYPE     WHEN  ON FAILURE  ON PARTIAL SUCCESS  AFTER
            Load products  Import   runs  stop        continue
            Load sales     Process  runs  continue    continue            Load products

            """,
            run.Output);
    }

    [Fact]
    public async Task Show_of_a_flow_with_a_schedule_says_when_it_runs_next_and_how_long_that_takes()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.On(
            $"GET /2/0/integrationflows/{SampleAnswers.Flow}",
            SampleAnswers.FlowDocument.Replace("\"steps\":", "\"nextDate\":\"2026-12-01T21:00:00.000Z\",\"expectedDuration\":{\"median\":\"PT12M30S\",\"p90\":\"PT15M\",\"runs\":28},\"steps\":"));

        var run = await tool.RunAsync("show", SampleAnswers.Flow);

        Assert.Contains("\n  Next run       2026-12-01 21:00:00 UTC\n  Usual time     12:30 (median of 28 runs; nine of ten within 15:00)\n", run.Output);
    }

    [Fact]
    public async Task Show_of_a_connection_has_no_secret()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        var run = await tool.RunAsync("show", "connection/planning files");

        Assert.Equal(
            $"""
            Planning files (connection)
              Id                 01a225a5b0c37c01a1543cb110b5c0de
              Created            2026-11-01 08:00:00 UTC by ann
              Type               AzureBlob
              State              valid
              storageAccountName plans
              containerName      files
              authMethod         SAS-based
              Page               {tool.Api.Url}/connections/{SampleAnswers.Connection}

            """,
            run.Output);
    }

    [Fact]
    public async Task Runs_is_the_history_newest_first()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        Assert.Equal(
            """
            RUN                               STATE    STARTED (UTC)        DURATION  BY         MESSAGE
            01a225a5b0c37c01a1543cb110b5b41f  failure  2026-11-28 22:00:00    15.9 s  scheduled  Completed with failures: 1 of 2 steps

            """,
            (await tool.RunAsync("runs", "Nightly load")).Output);
        Assert.Equal(
            "01a225a5b0c37c01a1543cb110b5b41f\tfailure\t2026-11-28T22:00:00.000Z\tPT15.9S\tscheduled\tCompleted with failures: 1 of 2 steps\n",
            (await tool.RunAsync("runs", "Nightly load", "-o", "tsv")).Output);
    }

    [Fact]
    public async Task One_run_leads_with_what_failed()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument());

        Assert.Equal(
            $"""
            Nightly load: failure after 15.9 s
              Completed with failures: 1 of 2 steps
              failed: Load sales: Item not found (code 1001)
              run 01a225a5b0c37c01a1543cb110b5b41f, started 2026-11-28 22:00:00 UTC (scheduled), trace a35d51f8
              {tool.Api.Url}/flows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}

            STEP           STATE    STARTED (UTC)        DURATION  TRIES  MESSAGE
            Load products  success  2026-11-28 22:00:00     5.0 s      1  6 rows
            Load sales     failure  2026-11-28 22:00:05    10.6 s      2  Item not found

            """,
            (await tool.RunAsync("runs", "Nightly load", "latest")).Output);
    }

    [Fact]
    public async Task Errors_are_told_step_by_step()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument())
            .On($"GET /2/0/integrations/runerror/{SampleAnswers.Run}", """{"runs":{} }""")
            .On(
                $"GET /2/0/integrations/runerror/{SampleAnswers.StepRun}",
                """{"runs":{"taskId":"t","errorMessages":[{"actionId":"1","actionName":"Sales","failureDumpGenerated":true,"errorMessage":[{"localMessageText":"Item not found","occurrences":3,"type":"x","values":["a"]}]}]} }""");

        Assert.Equal(
            """
            STEP        ACTION  COUNT  DUMP  ERROR
            Load sales  Sales       3  yes   Item not found

            """,
            (await tool.RunAsync("runs", "Nightly load", "--errors")).Output);
    }

    [Fact]
    public async Task Dump_is_the_rows_as_they_are()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(RunCall, SampleAnswers.RunDocument()).On($"GET /2/0/integrations/run/{SampleAnswers.StepRun}/dump", "a,b\r\n1,\"ü\"\n");

        Assert.Equal("a,b\r\n1,\"ü\"\n", (await tool.RunAsync("runs", "Nightly load", "--dump", "load sales")).Output);
        var none = await tool.RunAsync("runs", "Nightly load", "--dump", "Load products");
        var unknown = await tool.RunAsync("runs", "Nightly load", "--dump", "Load prodcts");
        Assert.Equal((3, 3), (none.ExitCode, unknown.ExitCode));
        Assert.Contains("Did you mean 'Load products'?", unknown.Error);
    }

    [Fact]
    public async Task Plan_shows_waves_and_critical_path()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll().On(
            "POST /2/0/integrationflows/validate",
            """{"plan":{"waves":[[{"referrer":"a","name":"Load products","pastDuration":"PT2M30.5S"}],[{"referrer":"b","name":"Load sales","pastDuration":null}]],"criticalPath":{"steps":[{"referrer":"a","name":"Load products","pastDuration":"PT2M30.5S"}],"duration":"PT2M30.5S"} } }""");

        var run = await tool.RunAsync("plan", "Nightly load");

        Assert.Equal(
            """
            Nightly load: at least 2:30 by past durations, along Load products

            WAVE  STEP           PAST DURATION  CRITICAL
               1  Load products           2:30  yes
               2  Load sales           unknown  no

            """,
            run.Output);
        var sent = tool.Api.To("POST /2/0/integrationflows/validate").Single().Json;
        Assert.Equal(SampleAnswers.Sales, (string?)sent["steps"]![1]!["referrer"]);
        Assert.Null(sent["steps"]![1]!["name"]);
    }

    [Fact]
    public async Task Misspelt_name_gets_the_nearest()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.AnswerAll();

        var near = await tool.RunAsync("show", "Nigtly load");
        var far = await tool.RunAsync("plan", "Something else");

        Assert.Equal((ExitCode.NotFound, "flows: There is no flow or integration or connection 'Nigtly load'. Did you mean 'Nightly load'?\n"), (near.ExitCode, near.Error));
        Assert.Equal((ExitCode.NotFound, "flows: There is no flow 'Something else'. See which there are: flows list flows\n"), (far.ExitCode, far.Error));
    }

    [Fact]
    public async Task Name_of_two_kinds_is_asked_back()
    {
        await using var tool = await ScriptedTool.StartAsync();
        tool.Api.On($"GET /2/0/integrationflows{SampleAnswers.Lists}", SampleAnswers.Flows.Replace("Weekly report", "Load sales")).On($"GET /2/0/integrations{SampleAnswers.Lists}", SampleAnswers.Integrations);

        var run = await tool.RunAsync("runs", "Load sales");

        Assert.Equal((ExitCode.Misuse, "flows: 'Load sales' is the name of a flow and of an integration. Say which: 'flow/Load sales' or 'integration/Load sales'.\n"), (run.ExitCode, run.Error));
    }
}
