using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Settings;

namespace FlowFunctions.LocalHost;

/// <summary>The host as a program: <c>[--app DIR] [--urls URL] [--Setting=value …]</c>.</summary>
internal static class LocalHostProgram
{
    private const string ApplicationOption = "--app";

    /// <summary>Serves until Ctrl-C or SIGTERM; the second Ctrl-C ends the process at once.</summary>
    /// <returns>0 after a proper stop, 1 where the host could not start or the application ended by itself.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        using var stop = new StopSignals();
        try
        {
            await using var host = new FunctionsHost(SettingsOf(arguments));
            await host.StartAsync(stop.Requested);
            if (host.StopsWithStandardInput)
            {
                _ = StandardInputWatch.WatchConsoleAsync(stop.Request);
            }

            if (await Task.WhenAny(stop.WaitAsync(), host.ApplicationEnded) == host.ApplicationEnded)
            {
                await Console.Error.WriteLineAsync($"The application has ended: {await host.ApplicationEnded}");
                return 1;
            }

            return 0;
        }
        catch (OperationCanceledException) when (stop.Requested.IsCancellationRequested)
        {
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
    }

    private static LocalHostSettings SettingsOf(IReadOnlyList<string> arguments)
    {
        var at = Enumerable.Range(0, arguments.Count).FirstOrDefault(i => arguments[i] == ApplicationOption, -1);
        return at < 0
            ? new() { Arguments = arguments }
            : at + 1 < arguments.Count
                ? new() { ApplicationDirectory = arguments[at + 1], Arguments = [.. arguments.Take(at), .. arguments.Skip(at + 2)] }
                : throw new StartupException($"{ApplicationOption} needs a folder. Name the one that 'dotnet publish src/FlowFunctions --output DIR' has made.");
    }
}
