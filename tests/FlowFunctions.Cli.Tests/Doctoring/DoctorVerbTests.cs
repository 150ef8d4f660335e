using System.Text.Json.Nodes;
using FlowFunctions.Cli.Doctoring;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Doctoring;

public class DoctorVerbTests
{
    private const string Ready = """{"health":"ready","checks":[{"name":"tables","status":"passing","durationMs":4},{"name":"taskHub","status":"passing","durationMs":9}]}""";
    private static readonly string Own = typeof(DoctorVerb).Assembly.GetName().Version!.ToString(3);

    [Fact]
    public async Task Server_that_is_well_is_ok_in_every_check()
    {
        await using var tool = await StartAsync(Ready, version: Own);

        var found = await LookAsync(tool);

        foreach (var check in new[] { "Server tables", "Server taskHub", "Clock", "Key", "Version", "Connections", "Time zones" })
            Assert.Equal("ok", found[check].State);
    }

    [Fact]
    public async Task What_is_wrong_comes_with_its_cure_and_exit_code_1()
    {
        await using var tool = await StartAsync("""{"message":"Not ready","checks":[{"name":"tables","status":"failing","durationMs":1000,"message":"No such host."}]}""", version: "9.9.9", healthStatus: 503);
        tool.Api.On($"GET /2/0/integrations/connections{SampleAnswers.Lists}", SampleAnswers.Connections.Replace("\"status\":1,\"integrationErrorCode\":null", "\"status\":0,\"integrationErrorCode\":1006"));
        tool.Api.On($"GET /2/0/integrations{SampleAnswers.Lists}", SampleAnswers.Integrations.Replace("\"name\":\"Load products\"", "\"name\":\"Load products\",\"schedule\":{\"timezone\":\"Mars/Olympus\"}"));

        var found = await LookAsync(tool, exitCode: ExitCode.Failed);

        Assert.Equal(("cure", "No such host."), (found["Server tables"].State, found["Server tables"].Found));
        Assert.Equal(("cure", $"the server is 9.9.9, this tool {Own}"), (found["Version"].State, found["Version"].Found));
        Assert.Equal(("cure", "'Planning files' was refused when it was last used, code 1006"), (found["Connection"].State, found["Connection"].Found));
        Assert.Equal(("cure", "this machine does not know Mars/Olympus"), (found["Time zones"].State, found["Time zones"].Found));
        Assert.All(found.Values.Where(one => one.State == "cure"), one => Assert.NotNull(one.Cure));
    }

    [Fact]
    public async Task Anaplan_user_is_tried_by_the_server_where_it_can()
    {
        await using var tool = await StartAsync(Ready, version: Own);
        tool.Api.On("POST /2/0/anaplan/check", """{"check":{"works":false,"message":"Anaplan does not know the user.","checkedAt":"2026-11-29T07:00:00.000Z"} }""");

        var found = await LookAsync(tool, exitCode: ExitCode.Failed);

        Assert.Equal(("cure", "Anaplan does not know the user.", "Correct Targets:Anaplan in the server's settings."), found["Anaplan"]);
    }

    [Theory]
    [InlineData("true", "ok", "1, each was tried and works")]
    [InlineData("false", "cure", "'Planning files': The signature has expired.")]
    [InlineData("null", "unknown", "'Planning files': No answer within 20 s.")]
    public async Task Connection_is_tried_by_the_server_where_it_can(string works, string state, string text)
    {
        await using var tool = await StartAsync(Ready, version: Own);
        var message = works == "false" ? "The signature has expired." : "No answer within 20 s.";
        tool.Api.On($"POST /2/0/integrations/connections/{SampleAnswers.Connection}/check", $$"""{"check":{"works":{{works}},"message":"{{message}}","checkedAt":"2026-11-29T07:00:00.000Z"} }""");

        var found = await LookAsync(tool, exitCode: works == "false" ? ExitCode.Failed : null);

        Assert.Equal((state, text), (found[works == "true" ? "Connections" : "Connection"].State, found[works == "true" ? "Connections" : "Connection"].Found));
    }

    [Fact]
    public async Task Key_that_the_server_does_not_know_is_told_and_nothing_is_asked_with_it()
    {
        await using var tool = await StartAsync(Ready, version: Own, key: 401);

        var found = await LookAsync(tool, exitCode: ExitCode.Failed);

        Assert.Equal(("cure", $"{tool.Api.Url} does not know the key (FLOWS_KEY)."), (found["Key"].State, found["Key"].Found));
        Assert.False(found.ContainsKey("Connections"));
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_a_finding_not_a_failure_of_the_doctor()
    {
        using var port = new RefusingPort();
        await using var tool = await ScriptedTool.StartAsync();
        tool.Set("FLOWS_SERVER", $"http://127.0.0.1:{port.Number}");

        var found = await LookAsync(tool, exitCode: ExitCode.Failed);

        Assert.Equal("cure", found["Server"].State);
        Assert.Contains("flows serve", found["Server"].Cure);
    }

    [Fact]
    public async Task Machine_alone_asks_no_server()
    {
        await using var tool = await ScriptedTool.StartAsync();

        var run = await tool.RunAsync("doctor", "--machine", "-o", "name");

        Assert.Equal(".NET SDK\nNode.js\nPort\nDisk\nStorage setting\n", run.Output);
        Assert.Empty(tool.Api.Requests);
    }

    [Theory]
    [InlineData("v22.1.0\n", 22)]
    [InlineData("10.0.100-rc.1", 10)]
    [InlineData("no version", null)]
    [InlineData(null, null)]
    public void Major_version_is_read_of_what_a_program_says(string? said, int? major) => Assert.Equal(major, MachineChecks.MajorOf(said));

    private static async Task<ScriptedTool> StartAsync(string health, string version, int key = 200, int healthStatus = 200)
    {
        var tool = await ScriptedTool.StartAsync();
        tool.Surroundings = tool.Surroundings with { Time = TimeProvider.System };
        tool.Api.OnStatus("GET /2/0/health", healthStatus, health)
            .OnStatus("GET /2/0/version", key, $$"""{"message":"Unknown key","version":{"product":"{{version}}","commit":null,"runtime":"Local","dotnet":".NET 10","api":"2.0"} }""");
        if (version == Own)
            tool.Api.On($"GET /2/0/integrations/connections{SampleAnswers.Lists}", SampleAnswers.Connections).On($"GET /2/0/integrations{SampleAnswers.Lists}", SampleAnswers.Integrations);
        tool.Api.On($"GET /2/0/integrationflows{SampleAnswers.Lists}", SampleAnswers.Flows);
        return tool;
    }

    private static async Task<Dictionary<string, (string State, string Found, string? Cure)>> LookAsync(ScriptedTool tool, int? exitCode = null)
    {
        var run = await tool.RunAsync("doctor", "-o", "json");
        if (exitCode is not null)
            Assert.Equal(exitCode, run.ExitCode);
        return JsonNode.Parse(run.Output)!.AsArray().ToDictionary(item => (string)item!["check"]!, item => ((string)item!["state"]!, (string)item["found"]!, (string?)item["cure"]));
    }
}
