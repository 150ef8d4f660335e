using AnaplanSimulator.Data;
using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Tasks;

/// <summary>Deletes all of a list, a module or a table.</summary>
internal static class Deletion
{
    public static ActionOutcome Run(ActionDefinition action, ModelData draft)
    {
        var deleted = Delete(action.Target, draft);
        return ActionOutcome.Succeeded(action.Id, action.Name, "deleteFromSelectionSucceeded", $"{action.Target}: {deleted} deleted");
    }

    private static long Delete(string name, ModelData draft)
    {
        if (draft.Tables.TryGetValue(name, out var table))
        {
            draft.SetTable(name, null, 0);
            return table.Count;
        }

        if (draft.Modules.ContainsKey(name))
            return Clear(name, draft);

        // Cells go with the items that they belong to.
        foreach (var module in draft.Modules.Values.Where(module => module.Definition.Dimensions.Contains(name)).ToList())
            Clear(module.Definition.Name, draft);
        var list = draft.ListToChange(name);
        var items = list.Items.Count;
        list.Clear();
        return items;
    }

    private static int Clear(string module, ModelData draft)
    {
        var cells = draft.ModuleToChange(module);
        var rows = cells.Count;
        cells.Clear();
        return rows;
    }
}
