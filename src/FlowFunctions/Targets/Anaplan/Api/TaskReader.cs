using System.Text.Json;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Reads what the service tells of tasks.</summary>
internal static class TaskReader
{
    public static ListedTask? ReadListed(JsonElement task) =>
        task.Id("taskId") is { } taskId
            ? new(taskId, Instant(task.Integer("creationTime")), FindState(task.Text("taskState")))
            : null;

    /// <param name="task">The object <c>task</c> of an answer.</param>
    /// <param name="taskId">The id that was asked for.</param>
    /// <exception cref="JsonException">It is about another task.</exception>
    public static ModelTask Read(JsonElement task, string taskId)
    {
        if (task.Text("taskId") is { } told && !told.Equals(taskId, StringComparison.OrdinalIgnoreCase))
        {
            throw new JsonException("task.taskId is another task's");
        }

        // One that does not say whether it was successful says nothing.
        var result = task.Find("result") is { ValueKind: JsonValueKind.Object } found && bool.TryParse(found.Text("successful"), out _) ? ReadResult(found) : null;
        return new ModelTask(
            taskId,
            ReadState(task.Text("taskState")),
            task.Number("progress") is { } progress and >= 0 and <= 1 ? progress : null,
            task.Text("currentStep"),
            result);
    }

    /// <summary>An unknown word is no end.</summary>
    private static ModelTaskState ReadState(string? word) => FindState(word) ?? ModelTaskState.InProgress;

    /// <summary>Null for a word that is not known: of a task that is not this step's it says nothing.</summary>
    private static ModelTaskState? FindState(string? word) => word?.ToUpperInvariant() switch
    {
        "NOT_STARTED" => ModelTaskState.NotStarted,
        "IN_PROGRESS" => ModelTaskState.InProgress,
        "COMPLETE" => ModelTaskState.Complete,
        "FAILED" => ModelTaskState.Failed,
        "CANCELLING" => ModelTaskState.Cancelling,
        "CANCELLED" => ModelTaskState.Cancelled,
        _ => null,
    };

    private static ModelTaskResult ReadResult(JsonElement result) => new()
    {
        Successful = result.IsTrue("successful"),
        FailureDumpAvailable = result.IsTrue("failureDumpAvailable"),
        ObjectId = result.Id("objectId"),
        ObjectName = result.Name("objectName"),
        Details = [.. result.Items("details").Select(ReadDetail)],
        NestedResults = [.. result.Items("nestedResults").Select(ReadResult)],
    };

    private static ModelTaskDetail ReadDetail(JsonElement detail) => new(
        detail.Text("localMessageText") ?? detail.Name("type") ?? "",
        detail.Integer("occurrences") ?? 0,
        detail.Name("type"),
        [.. detail.Items("values").Select(value => value.AsText() ?? "")]);

    private static DateTimeOffset? Instant(long? unixMilliseconds) =>
        unixMilliseconds is >= 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds.Value) : null;
}
