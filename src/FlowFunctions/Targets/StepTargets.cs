using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Anaplan;
using FlowFunctions.Targets.Endpoint;

namespace FlowFunctions.Targets;

/// <summary>Sends each step to the target that its integration is for.</summary>
internal sealed class StepTargets(EndpointTarget endpoint, AnaplanTarget anaplan) : IStepTarget
{
    public Task<TargetReply> StartAsync(StepCall call, int attempt, IStepCheckpoint checkpoint, CancellationToken cancellationToken) =>
        Find(call) is { } target ? target.StartAsync(call, attempt, checkpoint, cancellationToken) : Task.FromResult<TargetReply>(Unknown());

    public Task<TargetReply> PollAsync(StepCall call, string handle, IStepCheckpoint checkpoint, CancellationToken cancellationToken) =>
        Find(call) is { } target ? target.PollAsync(call, handle, checkpoint, cancellationToken) : Task.FromResult<TargetReply>(Unknown());

    public Task<string?> CancelAsync(StepCall call, string handle, CancellationToken cancellationToken) =>
        Find(call) is { } target ? target.CancelAsync(call, handle, cancellationToken) : Task.FromResult<string?>(null);

    public WorkSoFar? SoFar(StepCall call, string handle) => Find(call)?.SoFar(call, handle);

    private IStepTarget? Find(StepCall call) => call switch
    {
        { Endpoint: not null } => endpoint,
        { Anaplan: not null } => anaplan,
        _ => null,
    };

    /// <summary>A run that an earlier version of the service has started.</summary>
    private static TargetReply.Ended Unknown() => TargetReply.Ended.Failed(
        RunErrorCodes.ConnectionRefused, "The run's record does not say what the integration does, because the run was started by an earlier version; start it again.");
}
