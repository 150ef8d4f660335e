using System.CommandLine;
using FlowFunctions.Cli;
using FlowFunctions.Cli.App;

using var termination = new Termination();
var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
try
{
    return await FlowsCommand.RunAsync(args, Surroundings.OfProcess(TimeProvider.System), configuration, termination.Requested);
}
catch (OperationCanceledException) when (termination.Requested.IsCancellationRequested)
{
    return termination.ExitCode;
}
catch (FlowsException problem)
{
    await Console.Error.WriteLineAsync($"flows: {problem.Text}");
    return problem.ExitCode;
}
catch (IOException problem)
{
    // A disk that is full, say, where the output goes.
    await Console.Error.WriteLineAsync($"flows: What was to be read or written failed: {problem.Message}");
    return ExitCode.Misuse;
}
