namespace FlowFunctions.Embedded.Engine;

/// <summary>The orchestrators and activities that the engine can run. Names are found ignoring case. Fixed once the engine has started.</summary>
internal interface IDurableFunctions
{
    IReadOnlyCollection<string> OrchestratorNames { get; }

    IReadOnlyCollection<string> ActivityNames { get; }

    /// <returns>How to run the orchestrator, or null if there is none of that name.</returns>
    OrchestratorInvoker? FindOrchestrator(string name);

    /// <returns>How to run the activity, or null if there is none of that name.</returns>
    ActivityInvoker? FindActivity(string name);
}
