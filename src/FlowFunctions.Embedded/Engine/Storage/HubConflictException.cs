namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>A row was not as this process left it: another process owns the hub now.</summary>
internal sealed class HubConflictException(string message) : Exception(message);
