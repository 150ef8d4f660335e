using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>Tells storage requests apart by what they are for, not by which row, message or blob they are of.</summary>
internal static partial class StorageRequest
{
    public static string KindOf(string service, HttpRequest request, int status)
    {
        // The account comes first.
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        var what = service switch
        {
            "table" => path is [var table, ..] ? Entity().Replace(table, "(row)") : "",
            "queue" => Partition().Replace(string.Join('/', path is [var queue, "messages", _] ? [queue, "message"] : path), "-*"),
            _ => path is [var container, _, ..] ? $"{container}/blob" : string.Join('/', path),
        };
        var aspect = request.Query["comp"].ToString() is { Length: > 0 } comp ? $"?{comp}" : "";
        return $"{request.Method} {service} {what}{aspect}{(status >= 400 ? $" ({status})" : "")}";
    }

    [GeneratedRegex(@"\(.+\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entity();

    [GeneratedRegex(@"-\d\d(?=/|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Partition();
}
