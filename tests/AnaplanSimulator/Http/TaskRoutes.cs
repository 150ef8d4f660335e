using System.Text.Json;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AnaplanSimulator.Http;

/// <summary>The tasks of a model's actions, and the dumps of their rejected rows.</summary>
internal static class TaskRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var action = app.MapGroup(CatalogueRoutes.ModelPath + "/{kind:regex(^(imports|exports|actions|processes)$)}/{actionId}/tasks");
        action.MapPost("", PostAsync);
        action.MapGet("", ListTasks);

        var task = action.MapGroup("/{taskId}");
        task.MapGet("", (ModelCall call, string kind, string actionId, string taskId) =>
            Find(call, kind, actionId, taskId) is { } found ? Answers.Of("task", Describe(call.World, found)) : NoTask(taskId));
        task.MapDelete("", Cancel);
        task.MapGet("/dump", (ModelCall call, string kind, string actionId, string taskId) => Whole(Dump(call, kind, actionId, taskId, actionId)));
        task.MapGet("/dump/chunks", (ModelCall call, string kind, string actionId, string taskId) => List(call, Dump(call, kind, actionId, taskId, actionId)));
        task.MapGet("/dump/chunks/{chunk:int:min(0)}", (ModelCall call, string kind, string actionId, string taskId, int chunk) =>
            One(call, Dump(call, kind, actionId, taskId, actionId), chunk));
        task.MapGet("/dumps/{importId}", (ModelCall call, string kind, string actionId, string taskId, string importId) => Whole(Dump(call, kind, actionId, taskId, importId)));
        task.MapGet("/dumps/{importId}/chunks", (ModelCall call, string kind, string actionId, string taskId, string importId) =>
            List(call, Dump(call, kind, actionId, taskId, importId)));
        task.MapGet("/dumps/{importId}/chunks/{chunk:int:min(0)}", (ModelCall call, string kind, string actionId, string taskId, string importId, int chunk) =>
            One(call, Dump(call, kind, actionId, taskId, importId), chunk));
    }

    private static async Task<IResult> PostAsync(ModelCall call, string kind, string actionId)
    {
        if (!Exists(call, kind, actionId))
            return NoAction(kind, actionId);
        return await HasLocaleAsync(call)
            ? Answers.Of("task", new { taskId = call.Model.Post(actionId).Id })
            : Answers.Error(400, "The body must be {\"localeName\":\"en_US\"}.");
    }

    private static IResult ListTasks(ModelCall call, string kind, string actionId)
    {
        if (!Exists(call, kind, actionId))
            return NoAction(kind, actionId);
        var settings = call.World.Settings;
        var listed = call.World.Time.GetUtcNow() - settings.Tasks.ListDelay;
        var tasks = call.Model.Tasks.Where(task => task.ActionId == actionId)
            .Select(task => task.Look())
            .Where(task => task.CreationTime <= listed && (settings.ListsEndedTasks || task.EndTime is null));
        var inOrder = settings.SortsTasks && call.Context.Request.Query["sort"] == "-creationTime" ? tasks.Reverse() : tasks;
        return Answers.Page(
            call.Context.Request,
            "tasks",
            [.. inOrder.Select(task => new { taskId = task.TaskId, taskState = WordOf(task.TaskState, settings), creationTime = task.CreationTime.ToUnixTimeMilliseconds() })],
            settings.TaskListPageSize);
    }

    private static IResult Cancel(ModelCall call, string kind, string actionId, string taskId)
    {
        if (Find(call, kind, actionId, taskId) is not { } task)
            return NoTask(taskId);
        return task.Cancel() || task.Look().TaskState == TaskState.Cancelled ? Results.NoContent() : Answers.Error(409, "The task is complete; it cannot be cancelled any more.");
    }

    private static string WordOf(TaskState state, SimulatorSettings settings)
    {
        var word = JsonSerializer.SerializeToElement(state).GetString()!;
        return settings.StateWords.GetValueOrDefault(word, word);
    }

    private static object Describe(World world, ModelTask task)
    {
        var seen = task.Look();
        var hasResult = world.Time.GetUtcNow() - seen.EndTime >= world.Settings.Tasks.ResultDelay;
        return new
        {
            taskId = seen.TaskId,
            taskState = WordOf(seen.TaskState, world.Settings),
            progress = seen.Progress,
            currentStep = seen.CurrentStep,
            creationTime = seen.CreationTime.ToUnixTimeMilliseconds(),
            result = hasResult ? seen.Result : null,
        };
    }

    private static async Task<bool> HasLocaleAsync(ModelCall call)
    {
        try
        {
            return !string.IsNullOrEmpty((await call.Context.Request.ReadFromJsonAsync<TaskBody>(call.Context.RequestAborted))?.LocaleName);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Exists(ModelCall call, string kind, string id) => kind switch
    {
        "imports" => call.Model.Definition.Imports.Any(import => import.Id == id),
        "exports" => call.Model.Definition.Exports.Any(export => export.Id == id),
        "processes" => call.Model.Definition.Processes.Any(process => process.Id == id),
        _ => call.Model.Definition.Actions.Any(action => action.Id == id),
    };

    private static ModelTask? Find(ModelCall call, string kind, string actionId, string taskId) =>
        Exists(call, kind, actionId) && call.Model.FindTask(taskId) is { } task && task.ActionId == actionId ? task : null;

    private static StoredContent? Dump(ModelCall call, string kind, string actionId, string taskId, string importId) =>
        Find(call, kind, actionId, taskId)?.Dump(importId);

    private static IResult Whole(StoredContent? dump) => dump is null ? NoDump() : new ContentAnswer(dump);

    private static IResult List(ModelCall call, StoredContent? dump) =>
        dump is null ? NoDump() : ChunkList.List(call, dump.InChunksOf(call.World.Settings.DownloadChunkSize));

    private static IResult One(ModelCall call, StoredContent? dump, int chunk) =>
        dump is null ? NoDump() : ChunkList.One(dump.InChunksOf(call.World.Settings.DownloadChunkSize), chunk);

    private static IResult NoAction(string kind, string id) => Answers.Error(404, $"The model has no {id} among its {kind}.");

    private static IResult NoTask(string id) => Answers.Error(404, $"Task {id} does not exist for this action.");

    private static IResult NoDump() => Answers.Error(404, "The task has no dump of rejected rows.");

    private sealed record TaskBody(string? LocaleName);
}
