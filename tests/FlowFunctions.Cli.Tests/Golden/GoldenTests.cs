using System.Globalization;

namespace FlowFunctions.Cli.Tests.Golden;

/// <summary>
/// What each verb writes on a terminal and in a pipe, as it is on record in the files beside: whoever changes a word, a colour or a column sees it there. With FLOWS_GOLDEN=write the records are made
/// anew. The verbs that start a server are in <see cref="GoldenServerTests"/>.
/// </summary>
public sealed class GoldenTests : IDisposable
{
    private const int Columns = GoldenRecord.Columns;
    private const string RunPath = $"/2/0/integrationflows/{SampleAnswers.Flow}/runs/{SampleAnswers.Run}";
    private const string SchedulePath = $"/2/0/integrations/{SampleAnswers.Flow}/schedule";
    private const string Started = $$"""{"run":{"id":"{{SampleAnswers.Run}}"} }""";

    private const string Definitions = """
        kind: flow
        name: Nightly load
        timeout: PT3H
        steps:
          - referrer: Load products
          - referrer: Load sales
            dependsOn: [Load products]
            exceptionBehavior: [{type: failure, strategy: continue}]
        """;

    private const string Plan = $$"""
        {"plan":{"waves":[[{"referrer":"{{SampleAnswers.Products}}","name":"Load products","pastDuration":"PT2M30.5S"}],[{"referrer":"{{SampleAnswers.Sales}}","name":"Load sales","pastDuration":null}]],
        "criticalPath":{"steps":[{"referrer":"{{SampleAnswers.Products}}","name":"Load products","pastDuration":"PT2M30.5S"}],"duration":"PT2M30.5S"} } }
        """;

    /// <summary>Of the machine that the tests run on.</summary>
    private static readonly (string Pattern, string Sign)[] OfMachine =
    [
        (@"(\.NET SDK|Node\.js)( +)v?\d+\.[\w.-]+", "$1$2(version)"),
        (@"[\d.]+ GB free", "(room) free"),
        // Once for each program that is asked.
        ("(\u001b\\[\\?1h\u001b=)+", "\u001b[?1h\u001b="),
        // The first column is as wide as its longest word, which may be the port's.
        ("^((?:\u001b\\[\\?1h\u001b=)?(?:\u001b\\[3\\dm)?)(ok|cure|unknown) *((?:\u001b\\[0m)?) +", "$1$2$3  "),
        ("^ {10,}", "          "),
        (@"^.*(ok|unknown)(.*)  Port .*\n(.*flows serve.*\n)?", "(the port)\n"),
        (@"the tool's (\d+\.){2}\d+|^(.*Version +)(\d+\.){2}\d+", "$2(version)"),
    ];

    private static readonly GoldenCase[] All =
    [
        new("list", "list"),
        new("list-json", "list", "connections", "-o", "json"),
        new("list-yaml", "list", "connections", "-o", "yaml"),
        new("list-tsv", "list", "-o", "tsv"),
        new("show", "show", "flow/Nightly load"),
        new("runs", "runs", "Nightly load"),
        new("runs-latest", "runs", "Nightly load", "latest") { Script = Ended },
        new("run", "run", "Nightly load") { Script = api => api.On($"POST /2/0/integrationflows/{SampleAnswers.Flow}/run", Started) },
        new("run-watch", "run", "Nightly load", "--watch") { Script = api => Ended(api.On($"POST /2/0/integrationflows/{SampleAnswers.Flow}/run", Started)) },
        new("watch", "watch", "Nightly load") { Script = Ended },
        new("cancel", "cancel", "Nightly load") { Script = api => Ended(api.On($"POST {RunPath}/cancel", SampleAnswers.Success)) },
        new("resume", "resume", "Nightly load", "--from", "Load sales") { Script = api => api.On($"POST {RunPath}/resume", Started) },
        new("schedule-show", "schedule", "show", "Nightly load") { Script = Scheduled },
        new("schedule-next", "schedule", "next", "Nightly load", "--count", "2") { Script = api => Scheduled(api.On($"GET {SchedulePath}/next?count=2", SampleAnswers.Next("enabled"))) },
        new("schedule-set", "schedule", "set", "Nightly load", "--daily", "22:00", "--zone", "Europe/Paris", "--start", "2026-12-01") { Script = api => Scheduled(api.On($"PUT {SchedulePath}", SampleAnswers.Success)) },
        new("schedule-enable", "schedule", "enable", "Nightly load") { Script = api => Scheduled(api.On($"POST {SchedulePath}/status/enabled", SampleAnswers.Success)) },
        new("schedule-disable", "schedule", "disable", "Nightly load") { Script = api => Scheduled(api.On($"POST {SchedulePath}/status/disabled", SampleAnswers.Success)) },
        new("schedule-delete", "schedule", "delete", "Nightly load") { Script = api => api.On($"DELETE {SchedulePath}", SampleAnswers.Success), Answer = ("[y/N]", "y\n") },
        new("plan", "plan", "Nightly load") { Script = api => api.On("POST /2/0/integrationflows/validate", Plan) },
        new("validate", "validate", "flows.yaml") { Script = api => api.On("POST /2/0/integrationflows/validate", Plan) },
        new("export", "export", "flow/Nightly load"),
        new("diff", "diff", "flows.yaml"),
        new("apply", "apply", "flows.yaml") { Script = api => api.On($"PUT /2/0/integrationflows/{SampleAnswers.Flow}", SampleAnswers.Success), Answer = ("[y/N]", "y\n") },
        new("copy", "copy", "--from-server", "http://127.0.0.1:1", "--dry-run"),
        new("delete", "delete", "flow/Nightly load") { Script = api => api.On($"DELETE /2/0/integrationflows/{SampleAnswers.Flow}", SampleAnswers.Success), Answer = ("Type its name", "Nightly load\n") },
        new("keys-list", "keys", "list"),
        new("profile-list", "profile", "list"),
        new("completion", "completion", "fish"),
        new("help", "resume", "--help"),
        new("schema", "schema"),
        new("doctor", "doctor") { Script = Well, Varying = OfMachine, LooksAtTheClock = true },
        new("doctor-sick", "doctor") { Script = Sick, Varying = OfMachine, LooksAtTheClock = true },
        new("doctor-machine", "doctor", "--machine") { Varying = OfMachine },
        new("misspelt", "shwo", "Nightly load"),
        new("not-found", "show", "Nigtly load"),
        new("refused", "run", "flow/Nightly load") { Script = api => api.OnStatus($"POST /2/0/integrationflows/{SampleAnswers.Flow}/run", 409, """{"code":409,"message":"The flow is running."}""") },
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("flows-golden-").FullName;

    public static TheoryData<string> Names { get; } = [.. All.Select(one => one.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Output_on_a_terminal_and_in_a_pipe_is_as_on_record(string name)
    {
        var one = All.Single(known => known.Name == name);
        await File.WriteAllTextAsync(Path.Combine(_folder, "flows.yaml"), Definitions);

        var (piped, shown) = (await PipeAsync(one), await ShowAsync(one));

        var record = $"$ flows {string.Join(' ', one.Arguments.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word))}\n{piped}{shown}";
        await GoldenRecord.CheckAsync(name, record);
    }

    [Fact]
    public void Each_verb_has_a_record_and_each_record_a_case()
    {
        string[] others = ["demo", "serve"];

        Assert.Equal(
            FlowsCommand.Create(ToolRun.Nowhere()).Subcommands.Select(verb => verb.Name).Except(others).Order(),
            All.Select(one => one.Arguments[0]).Where(verb => verb != "shwo").Distinct().Order());
        Assert.Equal(All.Select(one => one.Name).Concat(others).Select(name => $"{name}.txt").Order(StringComparer.Ordinal), Directory.GetFiles(GoldenRecord.Folder, "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    // What moves is tried by its words: how often it is drawn is the machine's affair.
    [Fact]
    public async Task Watch_on_a_terminal_lives_until_the_run_ends_and_leaves_its_last_screen()
    {
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();
        api.On($"GET {RunPath}", SampleAnswers.RunDocument(hasEnded: false, code: null), SampleAnswers.RunDocument(hasEnded: false, code: null), SampleAnswers.RunDocument());

        using var terminal = Start(api, "watch", "Nightly load", "--interval", "200ms");

        Assert.Equal(ExitCode.Failed, await terminal.WaitForExitAsync());
        Assert.Contains("1 running, 1 success", terminal.Seen);
        Assert.Contains("50 %", terminal.Seen);
        var (hidden, shown) = (terminal.Seen.IndexOf("\u001b[?25l", StringComparison.Ordinal), terminal.Seen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal));
        Assert.True(hidden >= 0 && shown > hidden, "The cursor is hidden while it moves, and comes back.");
        Assert.Contains("✗ failure", terminal.Seen[terminal.Seen.LastIndexOf("Nightly load", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_ends_the_watching_leaves_the_run_and_brings_the_cursor_back()
    {
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();
        api.On($"GET {RunPath}", SampleAnswers.RunDocument(hasEnded: false, code: null));

        using var terminal = Start(api, "watch", "Nightly load");
        await terminal.WaitForAsync("1 running, 1 success");
        await terminal.TypeAsync("\u0003");

        Assert.Equal(130, await terminal.WaitForExitAsync());
        Assert.Contains($"The run goes on. See it again: flows watch 'Nightly load' {SampleAnswers.Run}; end it: flows cancel 'Nightly load'", terminal.Seen);
        Assert.True(terminal.Seen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > terminal.Seen.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Requests, request => request.Call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secret_typed_on_a_terminal_reaches_the_server_and_not_the_screen()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "new.yaml"), "{kind: connection, name: New files, type: AzureBlob, storageAccountName: plans, containerName: new, secrets: {sasToken: NEW_SAS}}");
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();
        api.On("POST /2/0/integrations/connections", $$"""{"connections":{"connectionId":"{{SampleAnswers.Connection}}"} }""");

        using var terminal = Start(api, "apply", "new.yaml", "--yes");
        await terminal.WaitForAsync("NEW_SAS of the connection 'New files': ");
        await terminal.TypeAsync("sv=1&sgi=x\u007f\u007f\u007f\u007fig=x\r");

        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Equal("sv=1&sig=x", (string?)api.To("POST /2/0/integrations/connections").Single().Json["body"]!["sasToken"]);
        Assert.DoesNotContain("sv=", terminal.Seen, StringComparison.Ordinal);
        Assert.Contains("created the connection 'New files'", terminal.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_where_something_is_asked_ends_the_tool_at_once_and_nothing_is_done()
    {
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();

        using var terminal = Start(api, "delete", "flow/Nightly load");
        await terminal.WaitForAsync("Type its name");
        await terminal.TypeAsync("\u0003");

        Assert.Equal(130, await terminal.WaitForExitAsync());
        Assert.DoesNotContain(api.Requests, request => request.Call.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NO_COLOR_leaves_a_terminal_without_colour_and_movement()
    {
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();
        Ended(api);

        using var terminal = TerminalProcess.Start(_folder, EnvironmentOf(api).Append(new("NO_COLOR", "1")).ToDictionary(), Columns, "watch", "Nightly load");

        Assert.Equal(ExitCode.Failed, await terminal.WaitForExitAsync());
        Assert.DoesNotContain("\u001b[3", terminal.Seen);
        Assert.Contains("15.9 s  Completed with failures: 1 of 2 steps", terminal.Seen);
    }

    private static void Scheduled(ScriptedApi api) => api.On($"GET {SchedulePath}", SampleAnswers.Schedule);

    private static void Ended(ScriptedApi api) => api.On($"GET {RunPath}", SampleAnswers.RunDocument());

    private static void Well(ScriptedApi api) => api
        .On("GET /2/0/health", """{"health":"ready","checks":[{"name":"tables","status":"passing","durationMs":4},{"name":"taskHub","status":"passing","durationMs":9}]}""")
        .On("GET /2/0/version", $$"""{"version":{"product":"{{typeof(FlowsCommand).Assembly.GetName().Version!.ToString(3)}}","commit":null,"runtime":"Azure","dotnet":".NET 10.0.12","api":"2.0"} }""")
        .On("POST /2/0/anaplan/check", """{"check":{"works":true,"message":"Anaplan takes the user of this installation.","checkedAt":"2026-11-29T07:00:00.000Z"} }""")
        .On($"POST /2/0/integrations/connections/{SampleAnswers.Connection}/check", """{"check":{"works":true,"message":"","checkedAt":"2026-11-29T07:00:00.000Z"} }""");

    private static void Sick(ScriptedApi api) => api
        .OnStatus("GET /2/0/health", 503, """{"message":"Not ready","checks":[{"name":"tables","status":"failing","durationMs":1000,"message":"No such host is known."}]}""")
        .OnStatus("GET /2/0/version", 401, """{"code":401,"message":"The key is not known."}""");

    private static Dictionary<string, string?> EnvironmentOf(ScriptedApi api) => new() { ["FLOWS_SERVER"] = api.Url, ["FLOWS_KEY"] = ScriptedTool.Key, ["FLOWS_FROM_KEY"] = ScriptedTool.Key };

    private TerminalProcess Start(ScriptedApi api, params string[] arguments) => TerminalProcess.Start(_folder, EnvironmentOf(api), Columns, arguments);

    private async Task<string> PipeAsync(GoldenCase one)
    {
        await using var tool = await ScriptedTool.StartAsync();
        one.Script(tool.Api.AnswerAll());
        tool.Set("FLOWS_FROM_KEY", ScriptedTool.Key);
        tool.Set("XDG_CONFIG_HOME", _folder);
        tool.Surroundings = tool.Surroundings with { Folder = _folder, Time = one.LooksAtTheClock ? TimeProvider.System : tool.Surroundings.Time };
        var run = await tool.RunAsync(one.Arguments);
        return $"--- in a pipe: exit code {run.ExitCode}\n{Readable(run.Output, tool.Api, one)}--- beside it\n{Readable(run.Error, tool.Api, one)}";
    }

    private async Task<string> ShowAsync(GoldenCase one)
    {
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();
        one.Script(api);
        using var terminal = Start(api, one.Arguments);
        if (one.Answer is var (prompt, text))
        {
            await terminal.WaitForAsync(prompt);
            await terminal.TypeAsync(text);
        }

        var exitCode = await terminal.WaitForExitAsync();
        return string.Create(CultureInfo.InvariantCulture, $"--- on a terminal of {Columns} columns: exit code {exitCode}\n{Readable(terminal.Seen, api, one)}");
    }

    private string Readable(string text, ScriptedApi api, GoldenCase one) => GoldenRecord.Readable(text, [(api.Url, "http://server"), (_folder, "/folder")], one.Varying);
}
