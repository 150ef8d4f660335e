namespace FlowFunctions.Storage;

/// <summary>A document that is valid, but does not fit into one row (1 MiB) with all that comes beside it.</summary>
internal sealed class DocumentTooLargeException(int length, int maximum)
    : Exception($"The document takes {length:N0} characters as it is stored; at most {maximum:N0} fit.");
