namespace FlowFunctions.Targets.Anaplan;

/// <summary>Paths of the bulk API, from its base address on.</summary>
internal static class AnaplanPath
{
    public static string Files(ModelAddress model) => Model(model) + "/files";

    public static string File(ModelAddress model, string fileId) => $"{Files(model)}/{Escape(fileId)}";

    public static string Tasks(ModelAction action) => $"{Model(action.Model)}/{Collection(action.Kind)}/{Escape(action.Id)}/tasks";

    public static string Task(ModelAction action, string taskId) => $"{Tasks(action)}/{Escape(taskId)}";

    /// <summary>Of a task, or of one import of a process.</summary>
    public static string Dump(ModelAction action, string taskId, string? importId) =>
        importId is null ? Task(action, taskId) + "/dump" : $"{Task(action, taskId)}/dumps/{Escape(importId)}";

    public static string Chunk(string ofWhat, string chunkId) => $"{ofWhat}/chunks/{Escape(chunkId)}";

    private static string Model(ModelAddress model) => $"/2/0/workspaces/{Escape(model.WorkspaceId)}/models/{Escape(model.ModelId)}";

    private static string Collection(ActionKind kind) => kind switch
    {
        ActionKind.Import => "imports",
        ActionKind.Export => "exports",
        ActionKind.Process => "processes",
        _ => "actions",
    };

    private static string Escape(string id) => Uri.EscapeDataString(id);
}
