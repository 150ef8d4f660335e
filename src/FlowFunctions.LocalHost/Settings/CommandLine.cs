using FlowFunctions.LocalHost.Checks;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>The arguments of the host's process: <c>[--app DIR] [--urls URL] [--Setting=value …]</c>.</summary>
internal static class CommandLine
{
    private const string ApplicationOption = "--app";

    /// <exception cref="StartupException">An option has no value.</exception>
    public static LocalHostSettings Read(IReadOnlyList<string> arguments)
    {
        var at = Enumerable.Range(0, arguments.Count).FirstOrDefault(i => IsApplication(arguments[i]), -1);
        if (at < 0)
        {
            return new() { Arguments = arguments };
        }

        var hasOwnValue = arguments[at].Length > ApplicationOption.Length;
        var directory = hasOwnValue ? arguments[at][(ApplicationOption.Length + 1)..] : arguments.ElementAtOrDefault(at + 1) ?? "";
        return directory.Length > 0
            ? new() { ApplicationDirectory = directory, Arguments = [.. arguments.Take(at), .. arguments.Skip(hasOwnValue ? at + 1 : at + 2)] }
            : throw new StartupException($"{ApplicationOption} needs a folder. Name the one that 'dotnet publish src/FlowFunctions --output DIR' has made.");
    }

    /// <summary>The arguments, where all are settings; the configuration would leave out in silence what is none.</summary>
    /// <exception cref="StartupException">Some are not; the message names each.</exception>
    public static IReadOnlyList<string> Checked(IReadOnlyList<string> arguments)
    {
        List<string> faults = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var isSetting = argument.StartsWith("--", StringComparison.Ordinal);
            if (!isSetting && !argument.Contains('=', StringComparison.Ordinal))
            {
                faults.Add($"'{argument}' on the command line is no option. Give settings as --Flows:MaxParallelSteps=5; the host's own options are --urls URL and --app DIR.");
            }
            else if (isSetting && !argument.Contains('=', StringComparison.Ordinal) && ++i == arguments.Count)
            {
                faults.Add($"'{argument}' on the command line has no value. Give it one: {argument}=VALUE.");
            }
        }

        return faults.Count == 0 ? arguments : throw new StartupException(faults);
    }

    private static bool IsApplication(string argument) =>
        argument == ApplicationOption || argument.StartsWith(ApplicationOption + "=", StringComparison.OrdinalIgnoreCase);
}
