using System.Text.Json;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>How far a job is: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatus</summary>
/// <param name="IsDone">Whether it has ended.</param>
/// <param name="ErrorReason">The service's code for why it has failed; null where it has not.</param>
/// <param name="Messages">What went wrong, for people: the first three.</param>
internal sealed record JobStatus(bool IsDone, string? ErrorReason, IReadOnlyList<string> Messages)
{
    /// <summary>Null where the answer has no state of a job.</summary>
    public static JobStatus? TryRead(JsonElement job)
    {
        if (!job.TryGetProperty("status", out var status) || status.TextOf("state") is not { Length: > 0 } state)
        {
            return null;
        }

        if (!status.TryGetProperty("errorResult", out var error) || error.ValueKind == JsonValueKind.Null)
        {
            return new(state == "DONE", ErrorReason: null, []);
        }

        var all = status.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array ? errors.EnumerateArray().ToList() : [error];
        return new(
            state == "DONE",
            error.TextOf("reason") ?? "unknown",
            [.. all.Select(one => one.TextOf("message")).OfType<string>().Distinct(StringComparer.Ordinal).Take(3)]);
    }

    /// <summary>The id of the job that an answer is about; null where it is about none.</summary>
    public static string? IdOf(JsonElement job) =>
        job.ValueKind == JsonValueKind.Object && job.TryGetProperty("jobReference", out var reference) ? reference.TextOf("jobId") : null;
}
