using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Tells storage requests apart by what they are for, not by which row, message or blob they are of.</summary>
/// <param name="Owner">Who asks.</param>
/// <param name="Verb">The HTTP method; <c>BATCH</c> for a table's transaction.</param>
/// <param name="Service">blob, queue or table.</param>
/// <param name="What">The table, queue or container, and what of it.</param>
/// <param name="Failure">The answer's status where it is 400 or more; null else.</param>
internal sealed partial record StorageRequest(RequestOwner Owner, string Verb, string Service, string What, int? Failure)
{
    /// <summary>As host.json names the task hub, here and in the bare application.</summary>
    private const string Hub = "FlowFunctions";

    /// <summary>Whether it looks for a message in a queue.</summary>
    public bool IsPoll => Service == "queue" && Verb == "GET" && What.EndsWith("messages", StringComparison.Ordinal);

    /// <summary>Whether it comes whether anything is done or not: polls, leases and the clock of the schedules.</summary>
    public bool IsBackground =>
        IsPoll
        || What.StartsWith("Schedules", StringComparison.Ordinal)
        || What.StartsWith($"{Hub}Partitions", StringComparison.Ordinal)
        || (Service == "blob" && What.Contains("lease", StringComparison.Ordinal));

    /// <param name="service">blob, queue or table.</param>
    /// <param name="request">Its body is not read here.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="batchOf">The table that a transaction is of; null where it is none.</param>
    public static StorageRequest Of(string service, HttpRequest request, int status, string? batchOf)
    {
        // The account comes first.
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        var what = service switch
        {
            "table" => batchOf ?? (path is [var table, ..] ? Entity().Replace(table, "(row)") : ""),
            "queue" => Partition().Replace(string.Join('/', path is [var queue, "messages", _] ? [queue, "message"] : path), "-*"),
            _ => path is [var container, _, ..] ? $"{container}/blob" : string.Join('/', path),
        };
        var aspect = request.Query["comp"].ToString() is { Length: > 0 } comp ? $"?{comp}" : "";
        return new(OwnerOf(what), batchOf is null ? request.Method : "BATCH", service, what + aspect, status >= 400 ? status : null);
    }

    /// <summary>The table of a transaction, by its first operation.</summary>
    public static string TableOfBatch(string body) => Operation().Match(body) is { Success: true } match ? match.Groups["table"].Value : "?";

    public override string ToString() => $"{Verb} {Service} {What}{(Failure is { } status ? $" ({status})" : "")}";

    private static RequestOwner OwnerOf(string what) =>
        what.StartsWith(Hub, StringComparison.OrdinalIgnoreCase) ? RequestOwner.Provider
        : what.StartsWith("azure-webjobs", StringComparison.Ordinal) || what.Length == 0 ? RequestOwner.Host
        : RequestOwner.Application;

    [GeneratedRegex(@"\(.+\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entity();

    [GeneratedRegex(@"-\d\d(?=/|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Partition();

    [GeneratedRegex(@"^(?:POST|PUT|MERGE|PATCH|DELETE|GET) https?://[^/]+/\w+/(?<table>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operation();
}
