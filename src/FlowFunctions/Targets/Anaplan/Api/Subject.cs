namespace FlowFunctions.Targets.Anaplan;

/// <summary>What a request is about, in the words of a planner.</summary>
/// <param name="Name">Such as "import 112000000001 of model X of workspace Y".</param>
/// <param name="Absent">The sentence for a subject that is not there.</param>
internal sealed record Subject(string Name, string Absent)
{
    public static Subject Of(ModelAddress model) =>
        new($"{model}", $"Anaplan has no {model}, or its user may not see it. Correct the integration's workspace and model.");

    public static Subject Of(ModelAction action) =>
        new($"{action} of {action.Model}", $"The {action.Model} has no {action}, or Anaplan's user may not see it. Correct the integration, or the user's access to the model.");

    public static Subject Of(ModelAction action, string taskId) =>
        new($"task {taskId} of {action}", $"Anaplan does not know task {taskId} of {action} in {action.Model} any more. Run the step again.");

    public static Subject OfFile(ModelAddress model, string fileId) =>
        new($"file {fileId} of {model}", $"The {model} has no file {fileId}, or Anaplan's user may not see it. Correct the integration's model, file or export.");

    public static Subject OfDump(ModelAction action, string taskId) =>
        new($"rejected rows of {action}", $"Anaplan has no rejected rows of {action}, task {taskId}, any more: it keeps them for 48 hours, or until the next import.");
}
