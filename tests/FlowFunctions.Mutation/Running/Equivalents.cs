using FlowFunctions.Mutation.Making;

namespace FlowFunctions.Mutation.Running;

/// <summary>
/// Mutants that do what the code does, and so can be killed by no test. Each stands in equivalent.txt with its reason: the file, the code
/// before and after as the report shows them, with
/// <c> | </c> between, and the reason in the line above. Where the file has the same code in places that matter, a part of the line that is
/// meant follows.
/// </summary>
internal sealed class Equivalents
{
    private readonly HashSet<(string File, string Before, string After, string Line)> _rows = [];

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

            if (line.Split(" | ") is not [var file, var before, var after, .. { Length: <= 1 } place] || !hasReason)
            {
                throw new FormatException($"Not a file, the code before and the code after, with ' | ' between and a reason above: {line}");
            }

            equivalents._rows.Add((file, before, after is Report.Removed ? "" : after, place is [var part] ? part : ""));
        }

        return equivalents;
    }

    public bool Has(Mutant mutant) => _rows.Any(row =>
        (row.File, row.Before, row.After) == (mutant.File, mutant.Before, mutant.After)
        && mutant.LineOfCode.Contains(row.Line, StringComparison.Ordinal));
}
