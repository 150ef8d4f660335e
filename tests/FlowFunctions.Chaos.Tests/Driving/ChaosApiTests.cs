using System.Net;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Driving;
using FlowFunctions.Chaos.Judging;
using FlowFunctions.Chaos.Rig;

namespace FlowFunctions.Chaos.Tests.Driving;

public sealed class ChaosApiTests : IDisposable
{
    private readonly SavedAnswers _answers = new();
    private readonly HttpClient _client;
    private readonly ChaosApi _api;

    public ChaosApiTests()
    {
        _client = new HttpClient(_answers) { BaseAddress = SavedAnswers.Address };
        _api = new ChaosApi(_ => Task.FromResult(_client), new Findings());
        _answers["POST integrationflows"] = (HttpStatusCode.Conflict, new JsonObject());
        _answers["integrationflows?limit=1000&q=Flow%201"] = (
            HttpStatusCode.OK, new JsonObject { ["integrationFlows"] = new JsonArray(new JsonObject { ["id"] = "f12", ["name"] = "Flow 12" }, new JsonObject { ["id"] = "f1", ["name"] = "Flow 1" }) });
    }

    public void Dispose()
    {
        _client.Dispose();
        _answers.Dispose();
    }

    [Fact]
    public async Task What_an_earlier_try_has_created_whose_answer_was_lost_is_found_by_its_name()
    {
        _answers.Breaks = true;

        Assert.Equal("f1", await CreateAsync());
    }

    [Fact]
    public async Task Name_that_was_taken_before_is_another_s() => await Assert.ThrowsAsync<ChaosException>(CreateAsync);

    private Task<string> CreateAsync() =>
        _api.CreateAsync("integrationflows", new() { ["name"] = "Flow 1" }, ("integrationFlow", "integrationFlowId"), ("integrationFlows", "id"), TestContext.Current.CancellationToken);
}
