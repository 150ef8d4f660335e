namespace FlowFunctions.Cli.Applying;

/// <summary>What is to happen to an item.</summary>
internal enum PlanAction
{
    Create,
    Change,
    Unchanged,
    Delete,
}
