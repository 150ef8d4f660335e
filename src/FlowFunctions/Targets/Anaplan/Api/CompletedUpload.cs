namespace FlowFunctions.Targets.Anaplan;

/// <summary>What the service says of an upload that was to end.</summary>
/// <param name="IsTold">
/// Whether it says so in its own words: Anaplan answers 200 with the file in its usual envelope (https://help.anaplan.com, "Complete the upload"); a 200 without both may be a gateway's. No gateway says
/// 202 or 204 of itself.
/// </param>
/// <param name="ChunkCount">How many chunks it has of the file; null where it does not say.</param>
internal sealed record CompletedUpload(bool IsTold, int? ChunkCount);
