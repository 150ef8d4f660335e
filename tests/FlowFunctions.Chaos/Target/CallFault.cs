namespace FlowFunctions.Chaos.Target;

/// <summary>What a call gets instead of an answer that settles anything. The contract has each tried again, under the same operation id; but for one of which only notices know.</summary>
internal enum CallFault
{
    InternalError,
    Unavailable,
    TooManyRequests,

    /// <summary>It is refused, now and whenever it is tried again.</summary>
    Gone,

    /// <summary>The connection is broken before the operation begins.</summary>
    ResetBefore,

    /// <summary>The operation is begun, and the connection broken instead of its answer.</summary>
    ResetAfter,

    /// <summary>The operation is begun, and nothing is said until the caller gives up.</summary>
    Silence,
}
