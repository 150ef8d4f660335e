using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Chaos.Flows;
using FlowFunctions.Chaos.Target;
using FlowFunctions.Testing;

namespace FlowFunctions.Chaos.Tests.Target;

public sealed class ModelsTests
{
    private const int Flow = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, StepStatuses.Success)]
    [InlineData(true, StepStatuses.PartialSuccess)]
    public async Task Load_is_an_operation_of_the_run_in_whose_time_it_was_begun(bool hasBadRow, string status)
    {
        var file = new LoadFile(Flow, 0, 5, hasBadRow);
        await using var models = await Models.StartAsync([file, file with { Flow = Flow + FlowShapes.LoadsOneIn }], Cancel);
        var beginning = TimeProvider.System.GetUtcNow();
        using var client = await ClientAsync(models);
        using (var content = new ByteArrayContent(file.Content()))
        {
            content.Headers.ContentType = new("application/octet-stream");
            await PostAsync(client, $"files/{file.FileId}", new { chunkCount = 1 });
            (await client.PutAsync(new Uri($"2/0/workspaces/{Models.Workspace}/models/{Models.IdOf(Flow)}/files/{file.FileId}/chunks/0", UriKind.Relative), content, Cancel)).EnsureSuccessStatusCode();
        }

        await PostAsync(client, $"imports/{file.ImportId}/tasks", new { localeName = "en_US" });
        await Wait.Until(() => TasksOf().All(task => task.ToldAt is not null));

        Assert.True(models.RequestCount >= 4, $"{models.RequestCount}");
        var task = Assert.Single(TasksOf());
        Assert.Equal(("now", status), (task.RunId, task.Outcome.Status));
        Assert.Equal(file.Hash(), await models.HashAsync(file, Cancel));

        IReadOnlyList<OperationView> TasksOf() => models.TasksOf(file, beginning, [(-5, "earlier"), (-0.001, "now"), (1000, "later")]);
    }

    private static async Task PostAsync(HttpClient client, string path, object body)
    {
        using var content = JsonContent.Create(body);
        using var answer = await client.PostAsync(new Uri($"2/0/workspaces/{Models.Workspace}/models/{Models.IdOf(Flow)}/{path}", UriKind.Relative), content, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<HttpClient> ClientAsync(Models models)
    {
        var client = new HttpClient { BaseAddress = new Uri(models.Address) };
        using var login = new HttpRequestMessage(HttpMethod.Post, "token/authenticate");
        login.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Models.User}:{Models.Password}")));
        using var answer = await client.SendAsync(login, Cancel);
        var token = (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["tokenInfo"]!["tokenValue"]!;
        client.DefaultRequestHeaders.Add("Authorization", $"AnaplanAuthToken {token}");
        return client;
    }
}
