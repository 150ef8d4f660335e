namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>State of a write to a table: an upload, which becomes a load job once it is whole.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="JobId">Of the job, known before it exists, so that there is never a second one.</param>
/// <param name="Location">Of the job; null where it is to be found without.</param>
/// <param name="Session">Path of the upload at the service; it opens nothing without an access token of the account. Null where the job existed already.</param>
/// <param name="Sent">Bytes that the service has for sure.</param>
/// <param name="IsWhole">Whether the upload has ended, and the job exists.</param>
internal sealed record TableWrite(string Name, string JobId, string? Location, string? Session, long Sent, bool IsWhole);
