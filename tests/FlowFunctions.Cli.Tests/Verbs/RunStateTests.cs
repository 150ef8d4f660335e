using System.Text.Json.Nodes;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Tests.Verbs;

public class RunStateTests
{
    [Theory]
    [InlineData("running", "running", 0)]
    [InlineData("success", "success", 0)]
    [InlineData("partial_success", "partial success", 0)]
    [InlineData("failure", "failure", 1)]
    [InlineData("cancelled", "cancelled", 7)]
    [InlineData("timed_out", "timed out", 1)]
    [InlineData("skipped", "skipped", 1)]
    public void Servers_own_word_decides(string outcome, string word, int exitCode)
    {
        var state = RunState.Of(JsonNode.Parse($$"""{"startDate":"2026-11-28T22:00:00.000Z","endDate":"2026-11-28T22:00:15.900Z","success":true,"outcome":"{{outcome}}"}"""));

        Assert.Equal((word, exitCode), (state.Word, state.ExitCode));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"a word of a newer server\"")]
    public void Without_it_the_contracts_fields_do(string outcome)
    {
        var state = RunState.Of(JsonNode.Parse($$"""{"startDate":"2026-11-28T22:00:00.000Z","endDate":"2026-11-28T22:00:15.900Z","success":false,"executionErrorCode":1003,"outcome":{{outcome}}}"""));

        Assert.Equal(RunState.Cancelled, state);
    }
}
