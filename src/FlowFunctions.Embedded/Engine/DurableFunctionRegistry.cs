namespace FlowFunctions.Embedded.Engine;

/// <summary>Functions registered one by one. Not thread-safe while it is being filled.</summary>
internal sealed class DurableFunctionRegistry : IDurableFunctions
{
    private readonly Dictionary<string, OrchestratorInvoker> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityInvoker> _activities = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> OrchestratorNames => _orchestrators.Keys;

    public IReadOnlyCollection<string> ActivityNames => _activities.Keys;

    public OrchestratorInvoker? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public ActivityInvoker? FindActivity(string name) => _activities.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">An orchestrator of that name is registered.</exception>
    public DurableFunctionRegistry AddOrchestrator(string name, OrchestratorInvoker orchestrator)
    {
        _orchestrators.Add(name, orchestrator);
        return this;
    }

    /// <exception cref="ArgumentException">An activity of that name is registered.</exception>
    public DurableFunctionRegistry AddActivity(string name, ActivityInvoker activity)
    {
        _activities.Add(name, activity);
        return this;
    }
}
