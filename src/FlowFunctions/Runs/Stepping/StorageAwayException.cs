namespace FlowFunctions.Runs;

/// <summary>An activity could not do its work because storage is away. <see cref="ActivityRetry"/> knows it by its name, which is part of stored histories: it must not change.</summary>
internal sealed class StorageAwayException(Exception cause) : Exception($"Storage is away: {cause.Message}", cause);
