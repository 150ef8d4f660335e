using System.Net;

namespace FlowFunctions.Cli.Client;

/// <summary>The API refused a call; the message is the API's own, with every problem that it listed.</summary>
internal sealed class FlowsApiException : Exception
{
    public FlowsApiException(string call, HttpStatusCode status, string? message, IReadOnlyList<Answers.Problem> problems, string? traceId)
        : base(Describe(call, status, message, problems, traceId))
    {
        Status = status;
    }

    public HttpStatusCode Status { get; }

    private static string Describe(string call, HttpStatusCode status, string? message, IReadOnlyList<Answers.Problem> problems, string? traceId)
    {
        var lines = new List<string> { $"{call} answered {(int)status}: {message ?? status.ToString()}" };
        lines.AddRange(problems.Select(problem => $"  {problem.Path}: {problem.Message}"));
        if (traceId is not null)
            lines.Add($"  trace {traceId}");
        return string.Join('\n', lines);
    }
}
