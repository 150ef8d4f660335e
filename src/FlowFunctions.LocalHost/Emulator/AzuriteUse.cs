namespace FlowFunctions.LocalHost.Emulator;

/// <summary>Whose emulator it is.</summary>
internal enum AzuriteUse
{
    /// <summary>This host started it.</summary>
    Started,

    /// <summary>Another host started it; it stays until this one is gone too.</summary>
    Shared,

    /// <summary>Somebody else runs it, and ends it when they like.</summary>
    Foreign,
}
