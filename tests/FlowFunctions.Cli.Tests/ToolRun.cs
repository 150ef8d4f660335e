using System.CommandLine;

namespace FlowFunctions.Cli.Tests;

/// <summary>The tool in the test's own process: what it writes where, and its exit code.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Without the machine's own settings; the folder has no key.</summary>
    public static Surroundings Nowhere(string? folder = null) => new()
    {
        Time = TimeProvider.System,
        Environment = _ => null,
        Folder = folder ?? Path.Combine(Path.GetTempPath(), "flows-nowhere"),
        Input = TextReader.Null,
    };

    public static async Task<ToolRun> OfAsync(Surroundings surroundings, params IReadOnlyList<string> arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var exitCode = await FlowsCommand.RunAsync(arguments, surroundings, configuration, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
