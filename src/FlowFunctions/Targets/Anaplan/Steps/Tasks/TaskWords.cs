namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>What a planner is told of tasks of which not everything is known.</summary>
internal static class TaskWords
{
    public const string MayHaveRun = "Its data may have been loaded: look into the model before you run the step again.";

    /// <summary>A process that ends midway has done what its actions had done by then, and a task that was found need not be the one that was asked for.</summary>
    public static string PartsOf(ModelAction action, TaskProgress task) =>
        task.IsFound ? $" It was found in the list, and may be another user's. {MayHaveRun}"
        : action.Kind == ActionKind.Process ? $" What its actions had done by then stays. {MayHaveRun}"
        : "";

    public static string RiskOf(ModelAction action) => action.Kind == ActionKind.Export ? "Run the step again." : MayHaveRun;

    public static string Suspicion(ModelAction action, string taskId) =>
        $"Whether {action} was started is not known: its request had no answer. The task {taskId} may be the one, or another user's.";
}
