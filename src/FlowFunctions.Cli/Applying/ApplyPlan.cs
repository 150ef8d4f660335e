using System.Globalization;
using FlowFunctions.Cli.Finding;
using FlowFunctions.Cli.Output;
using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Applying;

/// <summary>What has to happen so that a server has what definitions say.</summary>
/// <param name="Items">In the order in which it happens.</param>
internal sealed record ApplyPlan(IReadOnlyList<PlanItem> Items)
{
    private const int KindWidth = 11;

    public bool HasChanges => Items.Any(item => item.Action != PlanAction.Unchanged);

    /// <summary>The names of values that are needed and that nobody has given, each with an item that needs it.</summary>
    public IReadOnlyList<(string Name, PlanItem Item)> Missing =>
    [
        .. Items.Where(item => item.Action is PlanAction.Create or PlanAction.Change)
            .SelectMany(item => (item.Wanted?.Missing ?? []).Select(name => (Name: name, Item: item))).DistinctBy(one => one.Name, StringComparer.Ordinal),
    ];

    /// <summary>"2 to create, 1 to change, 3 unchanged".</summary>
    public string Sum => string.Join(", ", new[] { (PlanAction.Create, "to create"), (PlanAction.Change, "to change"), (PlanAction.Delete, "to delete"), (PlanAction.Unchanged, "unchanged") }
        .Select(part => (Count: Items.Count(item => item.Action == part.Item1), Text: part.Item2)).Where(part => part.Count > 0)
        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Text}")).DefaultIfEmpty("nothing to do"));

    /// <summary>A line for each item that something happens to, and one for each field that differs.</summary>
    public IEnumerable<string> Lines(bool isColoured)
    {
        foreach (var item in Items.Where(item => item.Action != PlanAction.Unchanged))
        {
            var (sign, tone) = item.Action switch
            {
                PlanAction.Create => ("+", Tone.Good),
                PlanAction.Delete => ("-", Tone.Bad),
                _ => ("~", Tone.Warning),
            };
            var line = $"{sign} {item.Word} {item.Kind.Word.PadRight(KindWidth)} {OneLine.Of(item.Name)}";
            yield return isColoured ? Colours.Of(line, tone) : line;
            if (item.Action != PlanAction.Change)
                continue;
            foreach (var difference in item.Differences)
                yield return $"    {OneLine.Of(difference.Text)}";
        }
    }
}
