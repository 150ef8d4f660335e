namespace FlowFunctions.Targets.Anaplan;

internal sealed class RequestBudget
{
    public Task TakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
