namespace FlowFunctions.LocalHost.Emulator;

/// <summary>What keeps a managed Azurite running. Disposing it lets go.</summary>
internal interface IAzuriteGrip : IAsyncDisposable
{
    AzuriteUse Use { get; }

    /// <summary>The process that runs it.</summary>
    int ProcessId { get; }

    /// <summary>Where its data is.</summary>
    string Location { get; }

    /// <summary>Completes when the emulator has ended by itself, or by somebody's hand.</summary>
    Task Ended { get; }

    /// <summary>Lets go and waits, for that long at the most, until the emulator has ended, where nobody else holds it.</summary>
    /// <returns>Whether it has ended or is somebody else's from here on.</returns>
    Task<bool> ReleaseAsync(TimeSpan patience);
}
