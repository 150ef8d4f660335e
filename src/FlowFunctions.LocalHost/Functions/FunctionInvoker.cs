using System.Diagnostics;
using FlowFunctions.LocalHost.Rpc;
using FlowFunctions.LocalHost.Workers;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Functions;

/// <summary>Runs functions on the worker that is there at the moment, with the inputs that each asks for. Thread-safe.</summary>
internal sealed partial class FunctionInvoker(WorkerSupervisor worker, DurableClients clients, CallsInFlight calls, ILogger<FunctionInvoker> logger)
{
    /// <summary>Runs a function that something other than HTTP has triggered.</summary>
    /// <param name="name">Of the function.</param>
    /// <param name="input">What its trigger brings.</param>
    /// <param name="metadata">What else is known of the trigger, for who asks.</param>
    /// <param name="cancellationToken">Tells the function to stop; its answer is waited for all the same.</param>
    /// <returns>The function's result; null where it has none.</returns>
    /// <exception cref="FunctionFailedException">The function has failed.</exception>
    /// <exception cref="WorkerProcessExitException">The worker ended meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The host stops and does not wait any longer.</exception>
    public async Task<TypedData?> RunAsync(
        string name, TypedData input, IEnumerable<KeyValuePair<string, TypedData>> metadata, CancellationToken cancellationToken)
    {
        var (channel, function) = await calls.BeforeAsync(worker.FunctionAsync(name, cancellationToken));
        using var call = await calls.EnterAsync(function, cancellationToken);
        var request = await RequestAsync(function, Guid.CreateVersion7().ToString(), input).WaitAsync(call.GivenBack);
        foreach (var (key, value) in metadata)
        {
            request.TriggerMetadata[key] = value;
        }

        var answer = await channel.InvokeAsync(request, call.Stopping).WaitAsync(call.GivenBack);
        if (answer.Result.Status != StatusResult.Types.Status.Success)
        {
            await call.HoldIfClosedAsync();
        }

        return Result(answer);
    }

    /// <summary>As <see cref="RunAsync"/>, for one that nobody waits for: how it fails is logged.</summary>
    public void RunApart(string name, TypedData input) => _ = RunAsync(name, input, [], CancellationToken.None).ContinueWith(
        run => Failed(run.Exception!.InnerException!, name), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Runs a function for a request, which the worker gets by HTTP under the same id.</summary>
    /// <param name="channel">Of the worker that gets the request.</param>
    /// <param name="function">As that worker knows it.</param>
    /// <param name="invocationId">The id.</param>
    /// <param name="routeValues">Of the request.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async Task RunHttpAsync(
        WorkerChannel channel, HostedFunction function, string invocationId, IEnumerable<KeyValuePair<string, object?>> routeValues, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(function, invocationId, new TypedData { Http = new() });
        foreach (var (key, value) in routeValues)
        {
            if (value is not null)
            {
                request.TriggerMetadata[key] = new() { String = value.ToString() };
            }
        }

        Result(await channel.InvokeAsync(request, cancellationToken));
    }

    private async Task<InvocationRequest> RequestAsync(HostedFunction function, string invocationId, TypedData input)
    {
        var activity = Activity.Current;
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = function.Id,
            TraceContext = new() { TraceParent = activity?.Id ?? "", TraceState = activity?.TraceStateString ?? "" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = input });
        foreach (var client in function.Inputs)
        {
            request.InputData.Add(new ParameterBinding { Name = client.Name, Data = new() { String = await clients.DescriptionAsync() } });
        }

        return request;
    }

    private static TypedData? Result(InvocationResponse answer) =>
        answer.Result.Status == StatusResult.Types.Status.Success ? answer.ReturnValue : throw new FunctionFailedException(answer.Result);

    [LoggerMessage(1110, LogLevel.Error, "The function {Function}, which was due while the host was not there, failed")]
    private partial void Failed(Exception fault, string function);
}
