using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Client;

/// <summary>Where a step of a run stands, as the API words it.</summary>
internal enum StepStatus
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("success")]
    Success,

    [JsonStringEnumMemberName("partial_success")]
    PartialSuccess,

    [JsonStringEnumMemberName("failure")]
    Failure,

    [JsonStringEnumMemberName("skipped")]
    Skipped,

    [JsonStringEnumMemberName("not_run")]
    NotRun,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
