namespace FlowFunctions.Definitions;

/// <summary>
/// Where the history of a flow's or an integration's runs ended when an entry was added last, so that the next one is added without a look at it. A hint and no more: an entry is
/// added on the condition that the history still ends there, and a mark that is lost or out of date costs two requests.
/// </summary>
/// <param name="Total">Of the entries that were ever added.</param>
/// <param name="Trimmed">How many of them were deleted again.</param>
/// <param name="Version">Of the row with the two: its ETag; empty where there is none yet.</param>
public sealed record HistoryMark(long Total, long Trimmed, string Version);
