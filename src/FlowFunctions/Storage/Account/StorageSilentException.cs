namespace FlowFunctions.Storage;

/// <summary>Storage has not answered for as long as the caller can be kept waiting.</summary>
internal sealed class StorageSilentException(Exception? cause = null) : Exception("Storage does not answer.", cause);
