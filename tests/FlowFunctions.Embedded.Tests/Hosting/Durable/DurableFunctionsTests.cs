using System.Net;
using System.Net.Http.Json;
using FlowFunctions.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Embedded.Tests.Hosting.Durable;

public sealed class DurableFunctionsTests(AzuriteFixture azurite)
{
    private readonly DurableCalls _calls = new();

    [Fact]
    public async Task Orchestrator_and_activities_run_with_their_inputs_inside_the_middleware()
    {
        await using var host = await StartAsync();

        using var answer = await host.Client.PostAsJsonAsync("api/greetings", new[] { "Ada", "Grace" });

        Assert.Equal("""["Hello Ada 1","Hello Grace 1"]""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            [
                "activity Greet True", "activity Greet True", "around Greet", "around Greet", "around Greetings", "around StartGreetings",
                "orchestrator Greetings",
            ],
            _calls.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Activity_that_throws_fails_its_orchestrator()
    {
        await using var host = await StartAsync();

        using var answer = await host.Client.PostAsJsonAsync("api/greetings", new[] { "" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Greet", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<EmbeddedHost> StartAsync() =>
        EmbeddedHost.RunAsync(
            [typeof(SampleDurableFunctions)],
            new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["Flows:TaskHub"] = $"Host{Guid.CreateVersion7():N}"[..30],
            },
            builder =>
            {
                builder.Services.AddSingleton(_calls);
                builder.UseMiddleware(async (context, next) =>
                {
                    _calls.Add($"around {context.FunctionDefinition.Name}");
                    await next();
                });
            });
}
