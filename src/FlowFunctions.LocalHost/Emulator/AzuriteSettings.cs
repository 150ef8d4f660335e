namespace FlowFunctions.LocalHost.Emulator;

/// <summary>Which emulator is wanted, and where its files go.</summary>
internal sealed record AzuriteSettings
{
    public required AzuriteEndpoints Endpoints { get; init; }

    /// <summary>The emulator's data and log. Kept on disk: Azurite's in-memory mode stalls under load.</summary>
    public required string Location { get; init; }

    /// <summary>Where installations and the records of running emulators are kept.</summary>
    public string Cache { get; init; } = AzuriteInstallation.UserCache;

    /// <summary>Names of accounts that the emulator has beside its usual one; none by default. Lower case letters and digits.</summary>
    public IReadOnlyList<string> FurtherAccounts { get; init; } = [];

    /// <summary>Whether the emulator removes its data when it ends.</summary>
    public bool DeleteLocationAtEnd { get; init; }

    /// <summary>How long a start may take. Default 30 s; usual is under one.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(30);

    public string Log => Path.Combine(Location, "azurite.log");
}
