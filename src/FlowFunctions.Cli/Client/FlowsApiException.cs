using System.Net;

namespace FlowFunctions.Cli.Client;

/// <summary>The API refused a call; the message is the API's own, with every problem that it listed.</summary>
internal sealed class FlowsApiException : Exception
{
    public FlowsApiException(string call, HttpStatusCode status, string? message, IReadOnlyList<Answers.Problem> problems, string? traceId)
        : base(Describe(call, status, message, problems, traceId))
    {
        Status = status;
        TraceId = traceId;
        Reason = Explain(status, message, problems);
    }

    public HttpStatusCode Status { get; }

    /// <summary>Finds the call in the server's log; null where somebody else answered.</summary>
    public string? TraceId { get; }

    /// <summary>The API's own words, without the call; each problem with its path, on lines of their own where there are several.</summary>
    public string Reason { get; }

    /// <summary>What somebody else answered in the place of the API: "text/html", "no content", "a redirect to https://login.example.com/". Null where it was the API.</summary>
    public string? Stranger { get; init; }

    private static string Explain(HttpStatusCode status, string? message, IReadOnlyList<Answers.Problem> problems) => problems switch
    {
        [] => message ?? status.ToString(),
        [{ Path: { Length: > 0 } path, Message: var only }] => $"{path}: {only}",
        [{ Message: var only }] => only,
        _ => $"{problems.Count} problems:\n{string.Join('\n', problems.Select(problem => $"  {problem.Path}: {problem.Message}"))}",
    };

    private static string Describe(string call, HttpStatusCode status, string? message, IReadOnlyList<Answers.Problem> problems, string? traceId)
    {
        var lines = new List<string> { $"{call} answered {(int)status}: {message ?? status.ToString()}" };
        lines.AddRange(problems.Select(problem => $"  {problem.Path}: {problem.Message}"));
        if (traceId is not null)
            lines.Add($"  trace {traceId}");
        return string.Join('\n', lines);
    }
}
