namespace FlowFunctions.Storage;

/// <summary>How writing a document ended.</summary>
public enum WriteStatus
{
    Written,

    /// <summary>No document has this id, or no longer.</summary>
    NotFound,

    /// <summary>Another document of the kind has this name, ignoring case.</summary>
    NameTaken,

    /// <summary>The document is not the version that the write was based on.</summary>
    Changed,

    /// <summary>The change looked at the document and decided not to write.</summary>
    Declined,
}
