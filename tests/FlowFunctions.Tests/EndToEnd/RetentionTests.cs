using FlowFunctions.Health;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Targets;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>Purging on the real engine: what a run leaves there goes too.</summary>
[Needs(Need.App)]
public sealed class RetentionTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_run_is_gone_from_the_tables_and_from_the_engine_and_the_flow_runs_again()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => context.Request.Path == "/endless"
            ? ScriptedEndpoint.Answer(context, 202, null, ("Location", "/endless"), ("Retry-After", "60"))
            : ScriptedEndpoint.Answer(context, 200));
        await using var app = await ServedApp.StartAsync(azurite.NewAccount());
        await app.Services.GetRequiredService<StorageReadiness>().WhenReadyAsync(Cancel);
        var flow = await app.CreateFlowAsync(new("one", endpoint.Url + "/one"), new("two", endpoint.Url + "/two", ["one"]));
        var run = await EndedAsync(app, flow);
        var client = await ClientAsync(app);
        Assert.NotNull(await client.GetInstanceAsync(run, Cancel));

        // As one looks that waits for a message which was lost.
        var endless = await app.StartRunAsync(await app.CreateFlowAsync(new("endless", endpoint.Url + "/endless"), new("last", endpoint.Url + "/last", ["endless"])));
        await Wait.For(async () => await client.GetInstanceAsync(endless, Cancel), seen => seen?.RuntimeStatus == OrchestrationRuntimeStatus.Running);

        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(91));
        var purge = new RunPurge(
            app.Services.GetRequiredService<RunStore>(),
            app.Services.GetRequiredService<RunHistory>(),
            app.Services.GetRequiredService<DumpStore>(),
            Options.Create(new RetentionOptions()),
            clock,
            NullLogger<RunPurge>.Instance);

        // The flow's run, and those of its two integrations; and the endless one.
        Assert.Equal(4, await purge.PurgeAsync(client, Cancel));

        Assert.Null(await client.GetInstanceAsync(run, Cancel));
        await Wait.For(async () => (await client.GetInstanceAsync(endless, Cancel))!, seen => seen.RuntimeStatus == OrchestrationRuntimeStatus.Terminated);
        Assert.Empty((await app.GetAsync($"2/0/integrationflows/{flow}/runs"))["runs"]!.AsArray());
        Assert.NotNull((await app.GetAsync($"2/0/integrationflows/{flow}"))["integrationFlow"]!["latestRun"]);
        var next = await EndedAsync(app, flow);
        Assert.Equal(next, (string?)(await app.GetAsync($"2/0/integrationflows/{flow}/runs"))["runs"]![0]!["id"]);
    }

    private static async Task<string> EndedAsync(ServedApp app, string flow)
    {
        var run = await app.StartRunAsync(flow);
        await Wait.For(async () => (await app.GetAsync($"2/0/integrations/run/{run}"))["run"]!, seen => seen["endDate"] is not null);
        var client = await ClientAsync(app);
        await Wait.For(async () => (await client.GetInstanceAsync(run, Cancel))!, seen => seen.IsCompleted);
        return run;
    }

    /// <summary>Durable clients come with invocations, such as that of the health check.</summary>
    private static async Task<DurableTaskClient> ClientAsync(ServedApp app)
    {
        using (await app.Client.GetAsync(new Uri("2/0/health/ready", UriKind.Relative), Cancel))
        {
        }

        return app.Services.GetRequiredService<DurableHub>().Client!;
    }
}
