using System.CommandLine;
using System.Globalization;

namespace FlowFunctions.Cli.Verbs;

/// <summary>Options that are whole numbers of a range.</summary>
internal static class Numbers
{
    public static Option<int?> Option(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            given.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {least} to {most}, not '{text}'."));
            return null;
        },
    };
}
