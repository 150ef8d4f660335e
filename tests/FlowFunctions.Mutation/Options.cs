using System.Globalization;

namespace FlowFunctions.Mutation;

/// <summary>The command line: <c>FOLDER [--sample N] [--seed S] [--tests FILTER] [--jobs N] [--minutes N] [--at-least PERCENT] [--all]</c>.</summary>
internal sealed record Options
{
    public const string Usage = "tests/mutate FOLDER [--sample N] [--seed S] [--tests FILTER] [--jobs N] [--minutes N] [--at-least PERCENT] [--all]";

    /// <summary>A folder or a file below src/, from the repository's root.</summary>
    public required string Folder { get; init; }

    /// <summary>How many mutants, chosen at random; null is all.</summary>
    public int? Sample { get; init; }

    /// <summary>Of the choice. The same seed of the same code chooses the same mutants.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Test classes by the beginning of their full names, with commas between; a star in front stands for any beginning, a minus leaves them out.
    /// </summary>
    public string? Tests { get; init; }

    /// <summary>Processes at the same time; null is one for each processor.</summary>
    public int? Jobs { get; init; }

    /// <summary>After which no further mutant is tried; null is none. The report is of those that were: those with processes of their own come last.</summary>
    public int? Minutes { get; init; }

    /// <summary>Whether the report has a line for every mutant, and not only for those that survive.</summary>
    public bool All { get; init; }

    /// <summary>The score below which the exit code is 1.</summary>
    public double AtLeast { get; init; }

    /// <exception cref="ArgumentException">An unknown option, a value that is no number, or no folder.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options { Folder = "" };
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            options = arguments[i] switch
            {
                "--sample" => options with { Sample = Number(value) },
                "--seed" => options with { Seed = Number(value) },
                "--jobs" => options with { Jobs = Number(value) },
                "--minutes" => options with { Minutes = Number(value) },
                "--at-least" => options with { AtLeast = Number(value) },
                "--tests" => options with { Tests = value },
                "--all" => options with { All = true },
                ['-', ..] => throw new ArgumentException($"'{arguments[i]}' is not an option: {Usage}", nameof(arguments)),
                var folder => options with { Folder = folder.TrimEnd('/') },
            };
            i += arguments[i].StartsWith('-') && arguments[i] is not "--all" ? 1 : 0;
        }

        return options.Folder.Length > 0 ? options : throw new ArgumentException(Usage, nameof(arguments));
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{text}' is not a number: {Usage}", nameof(text));
}
