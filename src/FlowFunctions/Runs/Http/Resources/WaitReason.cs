namespace FlowFunctions.Runs;

/// <summary>What a step may wait for.</summary>
internal enum WaitReason
{
    /// <summary>Steps that it depends on.</summary>
    Steps,

    /// <summary>That one of the steps ends which the run may have at work at the same time.</summary>
    Place,

    /// <summary>Its turn on its model, which others have before it.</summary>
    Turn,

    /// <summary>The time of its next try, after one that failed.</summary>
    Retry,
}
