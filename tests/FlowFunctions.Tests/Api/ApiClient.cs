using System.Net;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Tests.Api;

/// <summary>Short forms of the calls that tests make again and again.</summary>
internal static class ApiClient
{
    public static async Task<ApiAnswer> SendAsync(
        this HttpClient client,
        string method,
        string path,
        string? body = null,
        params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/2/0/" + path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.OfAsync(response);
    }

    public static async Task<string> CreateIntegrationAsync(this HttpClient client, string name)
    {
        var answer = await client.SendAsync("POST", "integrations", IntegrationBody(name));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("integration").GetProperty("integrationId").GetString()!;
    }

    public static async Task<string> CreateFlowAsync(this HttpClient client, string name, params IReadOnlyList<string> integrations)
    {
        var answer = await client.SendAsync("POST", "integrationflows", FlowBody(name, integrations));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("integrationFlow").GetProperty("integrationFlowId").GetString()!;
    }

    public static string FlowBody(string name, params IReadOnlyList<string> integrations) =>
        JsonSerializer.Serialize(new { name, steps = integrations.Select(referrer => new { referrer }) });

    public static string IntegrationBody(string name) => JsonSerializer.Serialize(new { name, endpoint = new { url = "http://localhost:9/step" } });
}
