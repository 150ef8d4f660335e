namespace FlowFunctions.Targets.Stores;

/// <summary>Why a store did not do what it was asked.</summary>
internal enum StoreFault
{
    /// <summary>What else the store said against it: the request makes no sense to it, or a load job failed.</summary>
    Other,

    /// <summary>There is no such file, table, container, bucket or dataset.</summary>
    Missing,

    /// <summary>The source is no longer the version that was found.</summary>
    SourceChanged,

    /// <summary>The connection's credentials are wrong, have expired, or do not allow it.</summary>
    Refused,

    /// <summary>Something is there that the job may not replace.</summary>
    Exists,

    /// <summary>The store did not answer, or is busy: asking again later may help.</summary>
    Unavailable,

    /// <summary>The connection is deleted, is of another kind, its credentials are lost, or its place is in another region than it is looked for.</summary>
    Connection,

    /// <summary>The name is none of a file or table, or leads out of the connection's place.</summary>
    Misnamed,
}
