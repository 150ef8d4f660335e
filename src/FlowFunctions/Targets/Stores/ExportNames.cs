namespace FlowFunctions.Targets.Stores;

/// <summary>What an export's file is called.</summary>
internal static class ExportNames
{
    public static bool IsFolder(string target) => target.EndsWith('/');

    /// <summary>The target's own name; a folder gets a file of the integration's.</summary>
    public static string Of(string target, string integration) => IsFolder(target)
        ? $"{target}{string.Concat(integration.Select(character => character is '/' or '\\' || char.IsControl(character) ? '-' : character))}.csv"
        : target;
}
