using System.CommandLine;
using System.CommandLine.Parsing;

namespace FlowFunctions.Cli;

/// <summary>What is wrong with a command line, in one line with the cure, where the parser would print a page.</summary>
internal static class CommandLineFault
{
    /// <summary>As the field has it for a command that was not understood: https://tldp.org/LDP/abs/html/exitcodes.html.</summary>
    public const int ExitCode = 2;

    /// <summary>Null where nothing is wrong but that no verb was given, which the help answers.</summary>
    public static string? Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed.CommandResult);
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            var isOption = unknown.StartsWith('-');
            IReadOnlyList<string> known = isOption
                ? [.. command.Options.Where(option => !option.Hidden).Select(option => option.Name)]
                : [.. command.Subcommands.Select(verb => verb.Name)];
            return known.Count == 0
                ? $"flows: '{unknown}' means nothing to '{path}'. Leave it out; see {path} --help."
                : $"flows: '{path}' has no {(isOption ? "option" : "verb")} '{unknown}'; {Suggestion(path, unknown, known, isOption)} See {path} --help.";
        }

        // A command that only has others is asked for one of them.
        return command.Subcommands.Count > 0 ? null : $"flows: {string.Join(' ', parsed.Errors.Select(error => OneSentence(error.Message)))} See {path} --help.";
    }

    private static string Suggestion(string path, string unknown, IReadOnlyList<string> known, bool isOption) =>
        known.OrderBy(name => Distance(unknown, name)).First() is var nearest && Distance(unknown, nearest) <= Math.Max(nearest.Length / 3, 1)
            ? $"did you mean '{(isOption ? nearest : $"{path} {nearest}")}'?"
            : $"it has {string.Join(", ", known)}.";

    private static string OneSentence(string message)
    {
        var line = string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.EndsWith('.') ? line : $"{line}.";
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "flows";

    /// <summary>How many letters must be put in, taken out or replaced.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[b.Length];
    }
}
