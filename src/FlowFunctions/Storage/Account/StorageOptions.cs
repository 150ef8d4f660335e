using FlowFunctions.Settings;

namespace FlowFunctions.Storage;

/// <summary>How the application names what it keeps in the storage account, and how long callers wait for it. Section <c>Flows</c>.</summary>
public sealed class StorageOptions : IOptionsWithFaults
{
    public const string Section = "Flows";

    public const int MaximumPrefixLength = 20;

    /// <summary>App Service ends a request that was not answered for 230 s.</summary>
    public static readonly TimeSpan LongestStorageTimeout = TimeSpan.FromMinutes(3);

    public static readonly TimeSpan ShortestStorageTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Stands before the name of every table, container and queue of the application. Letters and digits, the first a letter, at most 20; empty by
    /// default. With one of its own, and a task hub of its own, an installation shares an account with others.
    /// </summary>
    public string StoragePrefix { get; set; } = "";

    /// <summary>
    /// How long a request to the API waits for storage altogether before it is answered 503; 1 second to 3 minutes, default 8 seconds: a caller knows within ten seconds that storage
    /// does not answer.
    /// </summary>
    public TimeSpan StorageTimeout { get; set; } = TimeSpan.FromSeconds(8);

    public IEnumerable<string> Faults()
    {
        foreach (var fault in Fault.OutOfRange("Flows:StorageTimeout", StorageTimeout, ShortestStorageTimeout, LongestStorageTimeout))
        {
            yield return fault;
        }

        if (StoragePrefix.Length > MaximumPrefixLength
            || !StoragePrefix.All(char.IsAsciiLetterOrDigit)
            || (StoragePrefix.Length > 0 && !char.IsAsciiLetter(StoragePrefix[0])))
        {
            yield return $"Flows:StoragePrefix is '{StoragePrefix}'; give at most {MaximumPrefixLength} letters and digits, the first a letter, or leave it out.";
        }
    }
}
