using FlowFunctions.Settings;

namespace FlowFunctions.Storage;

/// <summary>How the application names what it keeps in the storage account. Section <c>Flows</c>.</summary>
public sealed class StorageOptions : IOptionsWithFaults
{
    public const string Section = "Flows";

    public const int MaximumPrefixLength = 20;

    /// <summary>
    /// Stands before the name of every table, container and queue of the application. Letters and digits, the first a letter, at most 20; empty by
    /// default. With one of its own, and a task hub of its own, an installation shares an account with others.
    /// </summary>
    public string StoragePrefix { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (StoragePrefix.Length > MaximumPrefixLength
            || !StoragePrefix.All(char.IsAsciiLetterOrDigit)
            || (StoragePrefix.Length > 0 && !char.IsAsciiLetter(StoragePrefix[0])))
        {
            yield return $"Flows:StoragePrefix is '{StoragePrefix}'; give at most {MaximumPrefixLength} letters and digits, the first a letter, or leave it out.";
        }
    }
}
