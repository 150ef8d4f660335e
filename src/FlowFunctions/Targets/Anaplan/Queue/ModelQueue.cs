namespace FlowFunctions.Targets.Anaplan;

internal sealed class ModelQueue
{
    public Task<QueuePlace> EnterAsync(ModelAddress model, QueueTicket ticket, CancellationToken cancellationToken) => Task.FromResult(new QueuePlace(true, 0, null));

    public Task LeaveAsync(ModelAddress model, string operationId, CancellationToken cancellationToken) => Task.CompletedTask;
}
