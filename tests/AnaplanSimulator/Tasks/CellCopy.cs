using System.Globalization;
using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Tasks;

/// <summary>Replaces the cells of a module by those of another; numbers of cells that fall together are summed, of other values the last stays.</summary>
internal static class CellCopy
{
    public static ActionOutcome Run(ActionDefinition action, ModelData draft)
    {
        var from = draft.Modules[action.From!];
        var into = draft.ModuleToChange(action.Target);
        into.Clear();
        var dimensions = into.Definition.Dimensions.Select(dimension => from.Definition.Dimensions.ToList().IndexOf(dimension)).ToArray();
        var sources = from.Definition.LineItems.ToList();
        var lineItems = into.Definition.LineItems
            .Select((item, index) => (item.Format, Into: index, From: sources.FindIndex(other => other.Name == item.Name)))
            .Where(item => item.From >= 0)
            .ToArray();
        foreach (var (codes, values) in from.Rows)
        {
            string[] target = [.. dimensions.Select(index => codes[index])];
            foreach (var (format, intoIndex, fromIndex) in lineItems.Where(item => values[item.From].Length > 0))
                into.Set(target, intoIndex, format == FieldFormat.Number ? Sum(into.Get(target, intoIndex), values[fromIndex]) : values[fromIndex]);
        }

        return ActionOutcome.Succeeded(action.Id, action.Name, "taskElementSucceeded", $"{into.Definition.Name}: {into.Count} combinations from {from.Definition.Name}");
    }

    private static string Sum(string present, string added) =>
        present.Length == 0 ? added : (Number(present) + Number(added)).ToString(CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
