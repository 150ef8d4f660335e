using System.Collections.Concurrent;
using FlowFunctions.Testing;
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
    private readonly ConcurrentQueue<string> _ended = new();

    /// <summary>The executions of the instance, in order, each with its turns; a continued one begins another.</summary>
    public IReadOnlyList<GoldenRun> ExecutionsOf(string instanceId) =>
        [.. _turns.Where(turn => turn.Request.InstanceId == instanceId)
            .GroupBy(turn => StartOf(turn.Request).OrchestrationInstance.ExecutionId, StringComparer.Ordinal)
            .Select(execution => GoldenRun.Of(execution.First().Orchestrator, [.. execution.Select(turn => (turn.Request, turn.Response))]))];

    public GoldenRun LatestOf(string instanceId) => ExecutionsOf(instanceId)[^1];

    /// <summary>The instances that were seen, in the order of their start.</summary>
    public IEnumerable<string> Instances => _turns.Select(turn => turn.Request.InstanceId).Distinct(StringComparer.Ordinal);

    /// <summary>What is done before the host gets the answer of the turn in which so many activities have ended.</summary>
    public (int EndedActivities, Func<Task> DoAsync)? Held { get; set; }

    /// <summary>Until the activity was called so often, to its end.</summary>
    public Task WhenEndedAsync(string activity, int times) => Wait.Until(() => _ended.Count(name => name == activity) >= times);

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
            _ended.Enqueue(context.FunctionDefinition.Name);
            return;
        }

        var request = OrchestratorRequest.Parser.ParseFrom(ByteString.FromBase64((string)(await context.BindInputAsync<object>(trigger)).Value!));
        await next(context);
        var response = OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64((string)context.GetInvocationResult().Value!));
        _turns.Enqueue((context.FunctionDefinition.Name, request, response));
        if (Held is { } held && request.PastEvents.Concat(request.NewEvents).Count(one => one.TaskCompleted is not null) == held.EndedActivities)
        {
            Held = null;
            await held.DoAsync();
        }
    }

    private static ExecutionStartedEvent StartOf(OrchestratorRequest request) =>
        request.PastEvents.Concat(request.NewEvents).Select(one => one.ExecutionStarted).First(started => started is not null);
}
