using System.Diagnostics;
using System.Net;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace FlowFunctions.Tests.Runs.Records;

/// <summary>Tables that answer, and a task hub whose own storage does not: the host tells of it by gRPC, or not at all.</summary>
[Needs(Need.Azurite)]
public sealed class HubAwayTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private ApiApplication _application = null!;
    private string _flow = null!;

    public async ValueTask InitializeAsync()
    {
        _application = await ApiApplication.StartAsync(
            azurite.ConnectionString, services => services.Configure<StorageOptions>(options => options.StorageTimeout = new StorageOptions().StorageTimeout));
        _flow = await _application.Client.CreateFlowAsync("Nightly", await _application.Client.CreateIntegrationAsync("a"), await _application.Client.CreateIntegrationAsync("b"));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Cancelled)]
    public async Task Start_is_503_and_no_defect(StatusCode status)
    {
        Start(_ => Task.FromException<string>(new RpcException(new Status(status, "Exception was thrown by handler."))));
        Find(_ => Task.FromException<OrchestrationMetadata?>(new RpcException(new Status(status, "Exception was thrown by handler."))));

        var answer = await _application.Client.SendAsync("POST", $"integrationflows/{_flow}/run");

        answer.MustBeError(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Refusal_of_the_request_itself_is_a_defect()
    {
        Start(_ => Task.FromException<string>(new RpcException(new Status(StatusCode.InvalidArgument, "No such thing."))));
        Find(_ => Task.FromResult<OrchestrationMetadata?>(null));

        (await _application.Client.SendAsync("POST", $"integrationflows/{_flow}/run")).MustBeError(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Start_that_is_not_answered_is_503_within_ten_seconds()
    {
        Start(NeverAsync<string>);
        Find(NeverAsync<OrchestrationMetadata?>);
        var clock = Stopwatch.StartNew();

        var answer = await _application.Client.SendAsync("POST", $"integrationflows/{_flow}/run").WaitAsync(Wait.Patience);

        answer.MustBeError(HttpStatusCode.ServiceUnavailable);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<T> NeverAsync<T>(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return default!;
    }

    private void Start(Func<CancellationToken, Task<string>> answer) => _application.Durable
        .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(nameof(RunFlow), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
        .Returns((TaskName _, object? _, StartOrchestrationOptions? _, CancellationToken token) => answer(token));

    private void Find(Func<CancellationToken, Task<OrchestrationMetadata?>> answer) => _application.Durable
        .Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
        .Returns((string _, CancellationToken token) => answer(token));
}
