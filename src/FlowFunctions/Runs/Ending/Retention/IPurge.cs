namespace FlowFunctions.Runs;

/// <summary>Deletes what has been kept for as long as it is of use. A room that keeps something for a time has its own; <see cref="PurgeExpired"/> calls them all.</summary>
public interface IPurge
{
    /// <summary>Looks once. May be called by several processes at the same time, and stopped at any point: what is left is found the next time.</summary>
    Task PurgeAsync(CancellationToken cancellationToken);
}
