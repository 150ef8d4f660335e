using System.Reflection;
using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Settings;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost;

/// <summary>The host as a program.</summary>
internal static class LocalHostProgram
{
    private const string DefaultLevel = "Logging:LogLevel:Default";

    /// <summary>Serves until Ctrl-C or SIGTERM; the second Ctrl-C ends the process at once.</summary>
    /// <param name="arguments">Of the command line.</param>
    /// <param name="configure">Changes what the application has set up, just before it is built; null for nothing.</param>
    /// <returns>0 after a proper stop, 1 where the host could not start or the application ended by itself; what was wrong stands on standard error.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Action<FunctionsApplicationBuilder>? configure = null)
    {
        using var stop = new StopSignals();
        var isStarted = false;
        try
        {
            var settings = CommandLine.Read(arguments) with { Configure = configure };
            int? exitCode = null;
            while (exitCode is null)
            {
                exitCode = await ServeAsync(
                    settings,
                    stop,
                    host =>
                    {
                        if (!isStarted && host.StopsWithStandardInput)
                        {
                            _ = StandardInputWatch.WatchConsoleAsync(stop.Request);
                        }

                        isStarted = true;
                    });
            }

            return exitCode.Value;
        }
        catch (Exception fault) when (stop.Requested.IsCancellationRequested && (fault is OperationCanceledException || !isStarted))
        {
            // A start that is broken off fails as it happens to: of what was to run nothing does.
            return 0;
        }
        catch (Exception fault) when (StartupException.FaultsOf(fault) is { } faults)
        {
            await Console.Error.WriteLineAsync(
                faults.Count == 1 ? $"The application cannot start: {faults[0]}" : $"The application cannot start, for {faults.Count} reasons:");
            foreach (var reason in faults.Count == 1 ? [] : faults)
            {
                await Console.Error.WriteLineAsync($"  - {reason}");
            }

            return 1;
        }
        catch (Exception fault)
        {
            // Nobody has foreseen it: whoever started the host gets what it says, and the rest where they ask for it.
            var (message, type) = Describe(fault);
            var what = isStarted ? "The host did not stop in order" : "The application cannot start";
            await Console.Error.WriteLineAsync(ShowsStacks(arguments) ? $"{what}: {fault}" : $"{what}: {message} ({type}; for the stack trace start with --{DefaultLevel}=Debug)");
            return 1;
        }
    }

    /// <returns>The exit code; null where the host is to start anew.</returns>
    private static async Task<int?> ServeAsync(LocalHostSettings settings, StopSignals stop, Action<FunctionsHost> started)
    {
        await using var host = new FunctionsHost(settings);
        await host.StartAsync(stop.Requested);
        started(host);
        var ended = await Task.WhenAny(stop.WaitAsync(), host.ApplicationEnded, host.DataLost);
        if (ended == host.DataLost)
        {
            return null;
        }

        if (ended is Task<string> reason)
        {
            await Console.Error.WriteLineAsync($"The application has ended: {await reason}");
            return 1;
        }

        return 0;
    }

    private static (string Message, string? Type) Describe(Exception fault)
    {
        var cause = fault;
        while (cause is AggregateException or TargetInvocationException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        var root = cause.GetBaseException();
        return (root == cause ? Sentence.Of(cause) : $"{Sentence.Of(cause)} {Sentence.Of(root)}", root.GetType().FullName);
    }

    /// <summary>By what the process was given alone: the settings' own files may be what is wrong.</summary>
    private static bool ShowsStacks(IReadOnlyList<string> arguments)
    {
        var level = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal))]).Build()[DefaultLevel];
        return Enum.TryParse<LogLevel>(level, ignoreCase: true, out var parsed) && parsed <= LogLevel.Debug;
    }
}
