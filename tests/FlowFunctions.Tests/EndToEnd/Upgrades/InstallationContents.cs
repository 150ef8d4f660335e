namespace FlowFunctions.Tests.EndToEnd.Upgrades;

/// <summary>What an installation that is kept has, and where it stands.</summary>
/// <param name="StoppedAt">When its application was stopped.</param>
/// <param name="Endpoint">Host and port of what its steps called.</param>
/// <param name="Connection">Id of the connection, whose secret is <see cref="UpgradeTests.ConnectionSecret"/>.</param>
/// <param name="Ended">A run that has ended well.</param>
/// <param name="Waiting">A run whose first step was accepted as a task and is polled.</param>
/// <param name="TriedAgain">A run whose first step has failed and waits for its second try.</param>
/// <param name="Scheduled">Id of a flow that is to run every hour.</param>
/// <param name="Cancelled">A run that was cancelled, whose first step's target is being told of it; null in those of versions that did not keep one.</param>
/// <param name="Loading">Id of a run of an integration by itself, whose process goes on in a model; null as before.</param>
/// <param name="HasNotice">Whether the run that has ended is to be told of, and could not be yet.</param>
public sealed record InstallationContents(
    DateTimeOffset StoppedAt,
    string Endpoint,
    string Connection,
    InstalledRun Ended,
    InstalledRun Waiting,
    InstalledRun TriedAgain,
    string Scheduled,
    InstalledRun? Cancelled = null,
    string? Loading = null,
    bool HasNotice = false);

/// <param name="Flow">Id of the flow.</param>
/// <param name="Run">Id of the run.</param>
public sealed record InstalledRun(string Flow, string Run)
{
    public string Path => $"2/0/integrationflows/{Flow}/runs/{Run}";
}
