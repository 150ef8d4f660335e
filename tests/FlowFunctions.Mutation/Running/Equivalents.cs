using FlowFunctions.Mutation.Making;

namespace FlowFunctions.Mutation.Running;

/// <summary>
/// Mutants that do what the code does, and so can be killed by no test. Each stands in equivalent.txt with its reason: the file, the code
/// before and after as the report shows them, with
/// <c> | </c> between, and the reason in the line above.
/// </summary>
internal sealed class Equivalents
{
    private readonly HashSet<(string File, string Before, string After)> _rows = [];

    /// <exception cref="FormatException">A line is not of the form, or has no reason above it.</exception>
    public static Equivalents Parse(IEnumerable<string> lines)
    {
        var equivalents = new Equivalents();
        var hasReason = false;
        foreach (var line in lines.Where(line => line.Trim().Length > 0))
        {
            if (line.StartsWith('#'))
            {
                hasReason = true;
                continue;
            }

            if (line.Split(" | ") is not [var file, var before, var after] || !hasReason)
            {
                throw new FormatException($"Not a file, the code before and the code after, with ' | ' between and a reason above: {line}");
            }

            equivalents._rows.Add((file, before, after));
        }

        return equivalents;
    }

    public bool Has(Mutant mutant) => _rows.Contains((mutant.File, mutant.Before, mutant.After));
}
