using System.Text.Json.Nodes;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>The only host is stopped in order, as a deployment or Ctrl-C does it, in the middle of a run, and started again.</summary>
[Needs(Need.App)]
[Collection(nameof(Alone))]
public sealed class StoppedHostTests(AzuriteFixture azurite)
{
    /// <summary>What a host promises, and what a busy machine needs beyond.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5) + TimeSpan.FromSeconds(5);

    /// <summary>Well below the minute that a killed host's messages stay hidden: nothing may be left to that.</summary>
    private static readonly TimeSpan GoesOnWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_goes_on_at_once_after_a_stop_that_found_a_request_in_flight()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(async context =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
            await ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}""");
        });
        using var folder = AppFolder.Create(azurite.NewAccount());
        string flow;
        string run;
        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            (flow, run) = await StartAsync(first, endpoint.Url, cancellationToken);
            await Wait.Until(() => endpoint.Received.Count == 2);
            await first.StopAsync(StopsWithin);
        }

        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        var record = await EndAsync(second, flow, run, cancellationToken);

        Assert.True((bool)record["success"]!, record.ToJsonString());

        // The request in flight got its answer, and nothing was asked for twice.
        Assert.Equal(["/one", "/two", "/three"], endpoint.Received.Select(request => request.Path));
    }

    [Fact]
    public async Task Run_goes_on_at_once_after_a_stop_that_found_a_step_waiting_for_its_task()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        var isDone = false;
        endpoint.Otherwise(context => (context.Request.Method, Volatile.Read(ref isDone)) switch
        {
            ("POST", _) => ScriptedEndpoint.Answer(context, 202, "{}", ("Location", "/task" + context.Request.Path), ("Retry-After", "4")),
            (_, false) => ScriptedEndpoint.Answer(context, 202, "{}", ("Retry-After", "4")),
            _ => ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}"""),
        });
        using var folder = AppFolder.Create(azurite.NewAccount());
        string flow;
        string run;
        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            (flow, run) = await StartAsync(first, endpoint.Url, cancellationToken);
            await Wait.Until(() => endpoint.Received.Count == 1);
            await first.StopAsync(StopsWithin);
        }

        Volatile.Write(ref isDone, true);
        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        var record = await EndAsync(second, flow, run, cancellationToken);

        Assert.True((bool)record["success"]!, record.ToJsonString());
        Assert.Equal(["/one", "/two", "/three"], endpoint.Received.Where(request => request.Method == "POST").Select(request => request.Path));
    }

    /// <summary>A busy machine, or storage that answers late, makes the triggers' start long enough to be stopped in.</summary>
    /// <param name="gets">Whether the start gets to its end while the host stops.</param>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_goes_on_at_once_after_a_stop_that_found_the_host_half_started(bool gets)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        var answers = new TaskCompletionSource();
        endpoint.Otherwise(async context =>
        {
            await answers.Task.WaitAsync(context.RequestAborted);
            await ScriptedEndpoint.Answer(context, 200, """{"outcome":"success"}""");
        });
        var storage = azurite.NewAccount();
        using var folder = AppFolder.Create(storage);
        string flow;
        string run;
        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            (flow, run) = await StartAsync(first, endpoint.Url, cancellationToken);
            await Wait.Until(() => endpoint.Received.Count == 1);
            await first.StopAsync(StopsWithin);
        }

        await using var timers = await HeldTimers.StartAsync(storage, cancellationToken);
        await using (var second = AppProcess.Begin(folder, new Dictionary<string, string>(folder.Settings) { ["AzureWebJobsStorage"] = timers.ConnectionString }))
        {
            await Wait.Until(() => endpoint.Received.Count == 2 && timers.HoldsAny, describe: () => second.Output);
            var stopping = second.StopAsync(StopsWithin);
            if (gets)
            {
                timers.LetGo();
            }

            await stopping;
            Assert.False(second.IsListening, second.Output);
        }

        answers.SetResult();
        await using var third = await AppProcess.StartAsync(folder, cancellationToken);
        var record = await EndAsync(third, flow, run, cancellationToken);

        Assert.True((bool)record["success"]!, record.ToJsonString());
        Assert.Equal(["/one", "/one", "/one", "/two", "/three"], endpoint.Received.Select(request => request.Path));
    }

    private static async Task<(string Flow, string Run)> StartAsync(AppProcess app, string url, CancellationToken cancellationToken)
    {
        var flow = await FlowOf.CreateAsync(
            (path, body) => app.PostAsync(path, body, cancellationToken),
            timeout: null,
            new("one", url + "/one"),
            new("two", url + "/two", ["one"]),
            new("three", url + "/three", ["two"]));
        return (flow, (string)(await app.PostAsync($"2/0/integrationflows/{flow}/run", null, cancellationToken))["run"]!["id"]!);
    }

    private static Task<JsonNode> EndAsync(AppProcess app, string flow, string run, CancellationToken cancellationToken) => Wait.For(
        async () => (await app.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken))["run"]!,
        read => read["endDate"] is not null,
        GoesOnWithin);
}
