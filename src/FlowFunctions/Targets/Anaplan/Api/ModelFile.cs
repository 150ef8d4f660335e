namespace FlowFunctions.Targets.Anaplan;

/// <summary>A file of a model.</summary>
/// <param name="Id">113…, or the id of the export that writes it.</param>
/// <param name="Name">As the model's builder named it.</param>
/// <param name="ChunkCount">Of the content that is there; null where the service does not say.</param>
internal sealed record ModelFile(string Id, string Name, int? ChunkCount);
