namespace BareDurableApp;

/// <summary>A call of an activity.</summary>
/// <param name="Address">Where it posts to.</param>
/// <param name="RunId">Of the orchestration.</param>
/// <param name="Step">Its name in it.</param>
/// <param name="IsRecorded">Whether a row is added before it.</param>
public sealed record EndpointCall(string Address, string RunId, string Step, bool IsRecorded);
