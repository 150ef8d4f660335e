using System.Globalization;
using FlowFunctions.Mutation.Making;

namespace FlowFunctions.Mutation.Running;

/// <summary>The score, and what survived.</summary>
internal sealed class Report(IReadOnlyList<Mutant> mutants, IReadOnlyDictionary<int, Verdict> verdicts)
{
    /// <summary>What stands after the arrow where code is left out.</summary>
    public const string Removed = "(removed)";

    /// <summary>Percent of the mutants that compile and are not equivalent which the tests notice, by failing or by not coming to their
    /// end. 100 where there is none.</summary>
    public double Score => ScoreOf(mutants);

    /// <param name="output">A line for each mutant that survived, then one for each folder.</param>
    /// <param name="all">Whether the mutants that did not survive have a line too.</param>
    public void Write(TextWriter output, bool all = false)
    {
        foreach (var mutant in mutants.OrderBy(mutant => mutant.File, StringComparer.Ordinal).ThenBy(mutant => mutant.Line))
        {
            var verdict = verdicts[mutant.Id];
            if (all || verdict is Verdict.Survived or Verdict.NotReached)
            {
                var after = mutant.After.Length == 0 ? Removed : mutant.After;
                var note = verdict is Verdict.Survived ? "" : $"   ({Word(verdict)})";
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{mutant.File}:{mutant.Line}   {mutant.Before}   →   {after}{note}"));
            }
        }

        foreach (var folder in mutants.GroupBy(mutant => Path.GetDirectoryName(mutant.File)!)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine(Line(folder.Key, [.. folder]));
        }

        output.WriteLine(Line("all", mutants));
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.NotReached => "not reached",
        Verdict.TimedOut => "ended by time",
        Verdict.Crashed => "ended with the process",
        Verdict.Invalid => "does not compile",
        Verdict.Equivalent => "equivalent",
        _ => "killed",
    };

    private string Line(string name, IReadOnlyList<Mutant> group)
    {
        int Count(params Verdict[] kinds) => group.Count(mutant => kinds.Contains(verdicts[mutant.Id]));
        var killed = $"{Count(Verdict.Killed, Verdict.TimedOut, Verdict.Crashed)} killed "
            + $"({Count(Verdict.TimedOut)} by time, {Count(Verdict.Crashed)} with the process)";
        var alive = $"{Count(Verdict.Survived)} survived, {Count(Verdict.NotReached)} not reached";
        var others = $"{Count(Verdict.Invalid)} do not compile, {Count(Verdict.Equivalent)} equivalent";
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {ScoreOf(group):F1} %; {killed}, {alive}; {others}");
    }

    private double ScoreOf(IReadOnlyList<Mutant> group)
    {
        var killed = group.Count(mutant => verdicts[mutant.Id] is Verdict.Killed or Verdict.TimedOut or Verdict.Crashed);
        var alive = group.Count(mutant => verdicts[mutant.Id] is Verdict.Survived or Verdict.NotReached);
        return killed + alive == 0 ? 100 : 100.0 * killed / (killed + alive);
    }
}
