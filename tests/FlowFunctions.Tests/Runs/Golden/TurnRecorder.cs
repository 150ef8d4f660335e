using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Runs.Golden;

/// <summary>Keeps what the host asks the worker's orchestrators for, and what they answer.</summary>
internal sealed class TurnRecorder
{
    private readonly ConcurrentQueue<(string Orchestrator, OrchestratorRequest Request, OrchestratorResponse Response)> _turns = new();

    /// <summary>The executions of the instance, in order, each with its turns; a continued one begins another.</summary>
    public IReadOnlyList<GoldenRun> ExecutionsOf(string instanceId) =>
        [.. _turns.Where(turn => turn.Request.InstanceId == instanceId)
            .GroupBy(turn => StartOf(turn.Request).OrchestrationInstance.ExecutionId, StringComparer.Ordinal)
            .Select(execution => GoldenRun.Of(execution.First().Orchestrator, [.. execution.Select(turn => (turn.Request, turn.Response))]))];

    /// <summary>The instances that were seen.</summary>
    public IEnumerable<string> Instances => _turns.Select(turn => turn.Request.InstanceId).Distinct(StringComparer.Ordinal);

    /// <summary>Stands before all of the worker's middleware: that of Durable Task, which runs orchestrators, is the first of it.</summary>
    public void AddTo(IServiceCollection services)
    {
        var worker = services.Last(service => service.ServiceType == typeof(FunctionExecutionDelegate));
        services.AddSingleton<FunctionExecutionDelegate>(provider =>
        {
            var next = (FunctionExecutionDelegate)worker.ImplementationFactory!(provider);
            return context => InvokeAsync(context, next);
        });
    }

    private async Task InvokeAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        var trigger = context.FunctionDefinition.InputBindings.Values.FirstOrDefault(binding => binding.Type.Equals("orchestrationTrigger", StringComparison.OrdinalIgnoreCase));
        if (trigger is null)
        {
            await next(context);
            return;
        }

        var request = (string)(await context.BindInputAsync<object>(trigger)).Value!;
        await next(context);
        var response = (string)context.GetInvocationResult().Value!;
        _turns.Enqueue((
            context.FunctionDefinition.Name,
            OrchestratorRequest.Parser.ParseFrom(ByteString.FromBase64(request)),
            OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64(response))));
    }

    private static ExecutionStartedEvent StartOf(OrchestratorRequest request) =>
        request.PastEvents.Concat(request.NewEvents).Select(one => one.ExecutionStarted).First(started => started is not null);
}
