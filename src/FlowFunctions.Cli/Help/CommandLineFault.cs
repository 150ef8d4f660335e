using System.CommandLine;
using System.CommandLine.Parsing;

namespace FlowFunctions.Cli.Help;

/// <summary>What is wrong with a command line, in one line with the cure, where the parser would print a page.</summary>
internal static class CommandLineFault
{
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
        NearestName.Find(unknown, known) is { } nearest
            ? $"did you mean '{(isOption ? nearest : $"{path} {nearest}")}'?"
            : $"it has {string.Join(", ", known)}.";

    private static string OneSentence(string message)
    {
        var line = string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line[^1] is '.' or '?' ? line : $"{line}.";
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "flows";
}
