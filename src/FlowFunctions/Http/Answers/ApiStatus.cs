namespace FlowFunctions.Http;

/// <summary>How a call ended; in every answer.</summary>
internal sealed record ApiStatus(int Code, string Message);
