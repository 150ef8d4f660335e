using Azure.Storage.Queues;
using FlowFunctions.Embedded.Tests.Hosting.Durable;
using FlowFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Tests.Hosting.Queues;

public sealed class QueueFunctionsTests(AzuriteFixture azurite)
{
    private readonly DurableCalls _calls = new();
    private readonly string _prefix = $"q{Guid.CreateVersion7():N}";

    [Fact]
    public async Task Message_runs_its_function_and_the_return_value_goes_to_the_output_queue()
    {
        await using var host = await StartAsync();

        await Queue("greetings").SendMessageAsync("""{"name":"Ada","count":1}""");

        await Wait.Until(() => _calls.All.Count >= 2, describe: () => string.Join(", ", _calls.All));
        Assert.Equal(["forwards Ada 1", """takes {"Name":"Ada","Count":2}"""], _calls.All);
        await Wait.Until(async () => await LengthAsync("greetings") == 0 && await LengthAsync("forwarded") == 0);
    }

    [Fact]
    public async Task Message_that_keeps_failing_goes_to_the_poison_queue()
    {
        await using var host = await StartAsync();

        await Queue("failing").SendMessageAsync("abc");

        var poison = Queue("failing-poison");
        await Wait.Until(
            async () => await poison.ExistsAsync() && (await poison.PeekMessageAsync()).Value is { MessageText: "abc" },
            describe: () => string.Join(", ", _calls.All));
        Assert.Equal(["fails 3 1", "fails 3 2"], _calls.All);
        Assert.Equal(0, await LengthAsync("failing"));
    }

    [Fact]
    public async Task Message_that_cannot_be_converted_goes_to_the_poison_queue()
    {
        await using var host = await StartAsync();

        await Queue("greetings").SendMessageAsync("no JSON");

        var poison = Queue("greetings-poison");
        await Wait.Until(async () => await poison.ExistsAsync() && (await poison.PeekMessageAsync()).Value is { MessageText: "no JSON" });
        Assert.Empty(_calls.All);
    }

    private QueueClient Queue(string name) =>
        new(azurite.ConnectionString, $"{_prefix}-{name}", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private async Task<int> LengthAsync(string name) => (await Queue(name).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private async Task<EmbeddedHost> StartAsync()
    {
        foreach (var name in new[] { "greetings", "forwarded", "failing" })
        {
            await Queue(name).CreateAsync();
        }

        return await EmbeddedHost.RunAsync(
            [typeof(SampleQueueFunctions)],
            new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["Names:Greetings"] = $"{_prefix}-greetings",
                ["Names:Forwarded"] = $"{_prefix}-forwarded",
                ["Names:Failing"] = $"{_prefix}-failing",
                ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "2",
                ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.200",
            },
            builder => builder.Services.AddSingleton(_calls));
    }
}
