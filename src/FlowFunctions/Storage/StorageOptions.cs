namespace FlowFunctions.Storage;

/// <summary>How the application names what it keeps in the storage account. Section <c>Flows</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Flows";

    public const int MaximumPrefixLength = 20;

    /// <summary>
    /// Stands before the name of every table, queue and container of the application, so that several installations can share one account.
    /// Letters and digits, the first a letter, at most 20; empty by default.
    /// </summary>
    public string StoragePrefix { get; set; } = "";
}
