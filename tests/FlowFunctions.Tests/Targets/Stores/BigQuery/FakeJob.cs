using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

/// <summary>A load job, which is seen running once before it is done.</summary>
internal sealed class FakeJob(JsonObject description, byte[] bytes)
{
    private bool _isSeen;

    public JsonNode Load => description["configuration"]!["load"]!;

    public byte[] Bytes => bytes;

    public bool IsCancelled { get; set; }

    /// <summary>Null where the job succeeds.</summary>
    public (string Reason, string Message)? Error { get; set; }

    public object Poll()
    {
        if (!_isSeen)
        {
            _isSeen = true;
            return new { status = new { state = "RUNNING" } };
        }

        return Error is not var (reason, message)
            ? new { status = new { state = "DONE" } }
            : new { status = new { state = "DONE", errorResult = new { reason, message }, errors = new[] { new { reason, message } } } };
    }
}
