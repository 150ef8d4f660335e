using AnaplanSimulator.Files;

namespace AnaplanSimulator.Tasks;

/// <param name="Dump">The rejected rows; null where there are none.</param>
internal sealed record ActionOutcome(TaskResult Result, StoredContent? Dump = null)
{
    public static ActionOutcome Succeeded(string id, string name, string type, string message, IReadOnlyList<string>? values = null) =>
        new(Of(id, name, type, message, values, successful: true));

    public static ActionOutcome Failed(string id, string name, string type, string message, IReadOnlyList<string>? values = null) =>
        new(Of(id, name, type, message, values, successful: false));

    private static TaskResult Of(string id, string name, string type, string message, IReadOnlyList<string>? values, bool successful) => new()
    {
        Successful = successful,
        FailureDumpAvailable = false,
        ObjectId = id,
        ObjectName = name,
        Details = [new ResultDetail(message, 1, type, values ?? [])],
    };
}
