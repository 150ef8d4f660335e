using AnaplanSimulator.Faults;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using AnaplanSimulator.Traffic;

namespace AnaplanSimulator.Control;

/// <summary>Everything that the control page shows.</summary>
internal sealed record ControlState(
    DateTimeOffset Now,
    SimulatorSettings Settings,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<ControlState.ModelState> Models,
    int RequestCount,
    IReadOnlyList<LoggedRequest> Requests)
{
    /// <param name="world">What is shown.</param>
    /// <param name="shownRequests">How many of the last requests.</param>
    public static ControlState Of(World world, int shownRequests)
    {
        var requests = world.Requests.Requests;
        return new(
            world.Time.GetUtcNow(),
            world.Settings,
            world.Faults.Faults,
            [.. world.Models.Select(model => StateOf(model, world.Settings))],
            requests.Count,
            [.. requests.TakeLast(shownRequests).Reverse()]);
    }

    private static ModelState StateOf(Model model, SimulatorSettings settings)
    {
        var data = model.Data;
        return new(
            model.WorkspaceId,
            model.Definition.Id,
            model.Definition.Name,
            [
                .. data.Lists.Values.Select(list => new DataState("list", list.Definition.Name, list.Items.Count)),
                .. data.Modules.Values.Select(module => new DataState("module", module.Definition.Name, module.Count)),
                .. data.Tables.Values.Select(table => new DataState("table", table.Definition.Name, table.Count)),
            ],
            [
                .. model.Files.Values.Select(file => new FileState(
                    file.Definition.Id, file.Definition.Name, file.State.ToString(), file.Chunks.Count, file.ChunkCount, file.Chunks.Values.Sum(chunk => chunk.Length))),
                .. model.Definition.Exports.Select(export => data.Exports.GetValueOrDefault(export.Id) is { } content
                    ? new FileState(export.Id, export.Name, "Exported", content.InChunksOf(settings.DownloadChunkSize).Count, content.InChunksOf(settings.DownloadChunkSize).Count, content.Length)
                    : new FileState(export.Id, export.Name, nameof(UploadState.None), 0, 0, 0)),
            ],
            [.. model.Tasks.Reverse().Take(50).Select(task => new TaskLine(NameOf(model, task.ActionId), task.Look()))]);
    }

    private static string NameOf(Model model, string id) =>
        model.Definition.Imports.FirstOrDefault(import => import.Id == id)?.Name
        ?? model.Definition.Exports.FirstOrDefault(export => export.Id == id)?.Name
        ?? model.Definition.Processes.FirstOrDefault(process => process.Id == id)?.Name
        ?? model.Definition.Actions.FirstOrDefault(action => action.Id == id)?.Name
        ?? id;

    internal sealed record ModelState(string WorkspaceId, string Id, string Name, IReadOnlyList<DataState> Data, IReadOnlyList<FileState> Files, IReadOnlyList<TaskLine> Tasks);

    internal sealed record DataState(string Kind, string Name, long Count);

    internal sealed record FileState(string Id, string Name, string State, int Chunks, int ChunkCount, long Length);

    internal sealed record TaskLine(string Name, TaskSnapshot Task);
}
