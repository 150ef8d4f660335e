using System.Net;

namespace AnaplanSimulator.Tests;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("imports", "112000000001", 3)]
    [InlineData("exports", "116000000001", 3)]
    [InlineData("actions", "117000000001", 2)]
    [InlineData("processes", "118000000001", 1)]
    [InlineData("files", "113000000001", 6)]
    public async Task List_names_what_the_model_has(string kind, string firstId, int count)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        var answer = await simulator.GetModelAsync($"/{kind}");

        Assert.Equal(firstId, answer.GetProperty(kind)[0].GetProperty("id").GetString());
        Assert.NotEmpty(answer.GetProperty(kind)[0].GetProperty("name").GetString()!);
        var paging = answer.GetProperty("meta").GetProperty("paging");
        Assert.Equal(count, answer.GetProperty(kind).GetArrayLength());
        Assert.Equal(count, paging.GetProperty("totalSize").GetInt32());
        Assert.Equal(count, paging.GetProperty("currentPageSize").GetInt32());
        Assert.Equal(0, paging.GetProperty("offset").GetInt32());
        Assert.False(paging.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task List_comes_in_pages_as_limit_and_offset_say()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        var page = await simulator.GetModelAsync("/imports?limit=1&offset=1");

        Assert.Equal("112000000002", Assert.Single(page.GetProperty("imports").EnumerateArray()).GetProperty("id").GetString());
        var paging = page.GetProperty("meta").GetProperty("paging");
        Assert.Equal((1, 3, 1), (paging.GetProperty("currentPageSize").GetInt32(), paging.GetProperty("totalSize").GetInt32(), paging.GetProperty("offset").GetInt32()));
        var next = await simulator.GetAsync(paging.GetProperty("next").GetString()!);
        Assert.Equal("112000000003", next.GetProperty("imports")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Workspaces_and_their_models_are_listed()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        Assert.Equal("ws1", (await simulator.GetAsync("/2/0/workspaces")).GetProperty("workspaces")[0].GetProperty("id").GetString());
        Assert.Equal(["m1", "m2"], (await simulator.GetAsync("/2/0/workspaces/ws1/models")).GetProperty("models").EnumerateArray().Select(model => model.GetProperty("id").GetString()!));
    }

    [Theory]
    [InlineData("/2/0/workspaces/ws1/models/m9/files")]
    [InlineData("/2/0/workspaces/ws9/models/m1/files")]
    [InlineData("/2/0/nothing")]
    public async Task What_does_not_exist_is_answered_404(string path)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        using var answer = await simulator.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(404, (await SimulatorUnderTest.JsonOf(answer)).GetProperty("status").GetProperty("code").GetInt32());
    }
}
