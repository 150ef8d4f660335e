namespace FlowFunctions.LocalHost.Settings;

/// <summary>Holds the host's own settings to their ranges.</summary>
internal static class LocalHostOptionsValidation
{
    public static IEnumerable<string> FaultsOf(LocalHostOptions options)
    {
        if (options.WorkerStartsWithin < LocalHostOptions.MinimumWorkerStart || options.WorkerStartsWithin > LocalHostOptions.MaximumWorkerStart)
        {
            yield return $"{LocalHostOptions.Section}:{nameof(options.WorkerStartsWithin)} is {options.WorkerStartsWithin}; set it between {LocalHostOptions.MinimumWorkerStart} and {LocalHostOptions.MaximumWorkerStart}.";
        }
    }
}
