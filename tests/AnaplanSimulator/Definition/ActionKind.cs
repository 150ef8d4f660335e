namespace AnaplanSimulator.Definition;

public enum ActionKind
{
    /// <summary>Deletes every item of a list, and the cells that depend on them, or every cell of a module, or every row of a table.</summary>
    DeleteAll,

    /// <summary>Replaces a module's cells by another's. Line items match by name; numbers are summed over the dimensions that the target does not have.</summary>
    Copy,
}
