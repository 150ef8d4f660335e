using System.Text.Json.Serialization;

namespace AnaplanSimulator.Tasks;

/// <summary>The state of a task, by its name on the wire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskState>))]
public enum TaskState
{
    [JsonStringEnumMemberName("NOT_STARTED")]
    NotStarted,

    [JsonStringEnumMemberName("IN_PROGRESS")]
    InProgress,

    [JsonStringEnumMemberName("COMPLETE")]
    Complete,

    /// <summary>Not among the documented ones.</summary>
    [JsonStringEnumMemberName("FAILED")]
    Failed,

    [JsonStringEnumMemberName("CANCELLING")]
    Cancelling,

    [JsonStringEnumMemberName("CANCELLED")]
    Cancelled,
}
