namespace FlowFunctions.Cli.Definitions;

/// <summary>What is wrong with a document, and where.</summary>
/// <param name="Source">A file and a line.</param>
/// <param name="Path">Of the field: steps[1].referrer; empty for the document.</param>
/// <param name="Message">A sentence.</param>
internal sealed record DocumentProblem(string Source, string Path, string Message)
{
    public string Text => Path.Length == 0 ? $"{Source}: {Message}" : $"{Source}: {Path}: {Message}";

    /// <summary>All of them as one failure.</summary>
    public static FlowsException Failure(IReadOnlyCollection<DocumentProblem> problems) => problems.Count == 1
        ? new(ExitCode.Misuse, problems.First().Text, "")
        : new(ExitCode.Misuse, $"{problems.Count} problems:\n{string.Join('\n', problems.Select(problem => $"  {problem.Text}"))}", "Nothing was done.");
}
