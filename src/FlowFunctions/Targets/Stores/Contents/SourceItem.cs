namespace FlowFunctions.Targets.Stores;

/// <summary>
/// A file or table that a job reads, pinned to one version, so that a read that goes on later reads the same bytes or fails. Serialisable: it is kept in a
/// step's stored handle.
/// </summary>
/// <param name="Name">Within the container, bucket or dataset, exact.</param>
/// <param name="Version">As the store tells versions apart: an ETag, or the time and number of rows of a table.</param>
/// <param name="Bytes">Null where the store does not know beforehand: for a table.</param>
internal sealed record SourceItem(string Name, string Version, long? Bytes);
