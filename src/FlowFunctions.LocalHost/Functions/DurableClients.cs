namespace FlowFunctions.LocalHost.Functions;

/// <summary>What a function's durable client is made of: where the Durable Task extension is reached, which is known once it runs.</summary>
internal sealed class DurableClients
{
    private readonly TaskCompletionSource<string> _description = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set(string description) => _description.TrySetResult(description);

    public Task<string> DescriptionAsync() => _description.Task;
}
