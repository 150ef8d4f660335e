namespace FlowFunctions.Http;

internal enum ClaimKind
{
    /// <summary>The request is the first with its key: it is to be answered, and its answer kept.</summary>
    First,

    /// <summary>An equal request was answered before.</summary>
    Answered,

    /// <summary>An equal request is being answered now.</summary>
    InProgress,

    /// <summary>The key stands for another request.</summary>
    OtherRequest,
}
