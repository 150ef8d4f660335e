namespace FlowFunctions.Runs;

/// <summary>Why a run leaves a step out.</summary>
internal enum SkipReason
{
    /// <summary>The flow does.</summary>
    Definition,

    /// <summary>It is not among the steps that were asked for.</summary>
    Request,

    /// <summary>The run that this one resumes has done it.</summary>
    AlreadyDone,
}
