namespace FlowFunctions.Storage;

/// <summary>How the application names what it keeps in the storage account. Section <c>Flows</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Flows";

    public const int MaximumPrefixLength = 20;

    /// <summary>
    /// Stands before the name of every table and container of the application. Letters and digits, the first a letter, at most 20; empty by
    /// default. The names of queues are fixed by their triggers, so two installations that run schedules or notifications need an account each.
    /// </summary>
    public string StoragePrefix { get; set; } = "";
}
