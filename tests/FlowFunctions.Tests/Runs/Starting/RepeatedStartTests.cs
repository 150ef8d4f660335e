using System.Net;
using FlowFunctions.Runs;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace FlowFunctions.Tests.Runs.Starting;

/// <summary>A start whose answer settles nothing, and that is asked for again under its <c>Idempotency-Key</c>: it is one run.</summary>
[Needs(Need.Azurite)]
public sealed class RepeatedStartTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly List<string> _scheduled = [];

    private ApiApplication _application = null!;
    private string _flow = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(azurite.ConnectionString);
        _flow = await _application.Client.CreateFlowAsync("Nightly", await _application.Client.CreateIntegrationAsync("a"), await _application.Client.CreateIntegrationAsync("b"));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Start_that_the_task_hub_took_without_saying_so_is_found_again()
    {
        HubAnswers(schedules: true, answers: false);
        (await StartAsync("k")).MustBeError(HttpStatusCode.ServiceUnavailable);
        HubAnswers(schedules: true, answers: true);

        var run = RunOf(await StartAsync("k"));

        Assert.Equal([run], _scheduled);
        Assert.Equal([run], await RunsAsync());
    }

    [Fact]
    public async Task Start_that_the_task_hub_did_not_take_is_done_with_the_next_request()
    {
        HubAnswers(schedules: false, answers: false);
        (await StartAsync("k")).MustBeError(HttpStatusCode.ServiceUnavailable);
        (await StartAsync("k")).MustBeError(HttpStatusCode.ServiceUnavailable);
        HubAnswers(schedules: true, answers: true);

        var run = RunOf(await StartAsync("k"));

        Assert.Equal([run], _scheduled);
        Assert.Equal([run], await RunsAsync());
        Assert.Equal(run, RunOf(await StartAsync("k")));
    }

    [Fact]
    public async Task Start_under_another_key_is_another_run()
    {
        HubAnswers(schedules: true, answers: true);
        var run = RunOf(await StartAsync("k"));

        var other = await StartAsync("l");

        Assert.Contains(run, other.MustBeError(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
    }

    private Task<ApiAnswer> StartAsync(string key) => _application.Client.SendAsync("POST", $"integrationflows/{_flow}/run", null, ("Idempotency-Key", key));

    private static string RunOf(ApiAnswer answer) => answer.MustBeOk().Json.GetProperty("run").GetProperty("id").GetString()!;

    private async Task<IEnumerable<string>> RunsAsync() =>
        (await _application.Client.SendAsync("GET", $"integrationflows/{_flow}/runs")).MustBeOk().Json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!);

    private void HubAnswers(bool schedules, bool answers)
    {
        _application.Durable
            .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(nameof(RunFlow), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns((TaskName _, object? _, StartOrchestrationOptions? options, CancellationToken _) =>
            {
                if (schedules)
                {
                    _scheduled.Add(options!.InstanceId!);
                }

                return answers ? Task.FromResult(options!.InstanceId!) : Task.FromException<string>(Away());
            });
        _application.Durable
            .Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string id, CancellationToken _) => !answers
                ? Task.FromException<OrchestrationMetadata?>(Away())
                : Task.FromResult(_scheduled.Contains(id) ? new OrchestrationMetadata(nameof(RunFlow), id) { RuntimeStatus = OrchestrationRuntimeStatus.Running } : null));

        static RpcException Away() => new(new Status(StatusCode.Unavailable, "Storage is away."));
    }
}
