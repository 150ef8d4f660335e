namespace FlowFunctions.LocalHost.Functions;

/// <summary>What a function's durable client is made of: where the Durable Task extension is reached, which is known once it runs.</summary>
internal sealed class DurableClients
{
    private readonly TaskCompletionSource<string> _description = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether all triggers have been started, so that functions can have their clients.</summary>
    public bool AreKnown => _description.Task.IsCompleted;

    public void Set(string description) => _description.TrySetResult(description);

    public Task<string> DescriptionAsync() => _description.Task;
}
