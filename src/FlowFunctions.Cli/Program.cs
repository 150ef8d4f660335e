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
