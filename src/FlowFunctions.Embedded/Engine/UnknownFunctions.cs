using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine;

/// <summary>What is said where a function is called that does not exist: the words of the Durable extension.</summary>
internal static class UnknownFunctions
{
    public static string Orchestrator(string name, IDurableFunctions functions) => Message(name, "an orchestrator", "orchestrator", functions.OrchestratorNames);

    public static string Activity(string name, IDurableFunctions functions) => Message(name, "an activity", "activity", functions.ActivityNames);

    public static Failure Failure(string message) => new(typeof(ArgumentException).ToString(), message, null, null, IsNonRetriable: true);

    private static string Message(string name, string article, string kind, IReadOnlyCollection<string> known)
    {
        var hint = known.Count == 0
            ? $"No {kind} functions are currently registered!"
            : $"The following are the known {kind} functions: '{string.Join("', '", known)}'.";
        return $"The function '{name}' doesn't exist, is disabled, or is not {article} function. Additional info: {hint}";
    }
}
