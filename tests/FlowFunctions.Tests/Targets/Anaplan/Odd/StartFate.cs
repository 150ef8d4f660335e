namespace FlowFunctions.Tests.Targets.Anaplan.Odd;

/// <summary>What becomes of a request that starts a task.</summary>
internal enum StartFate
{
    Answered,

    /// <summary>The task is made, and the connection cut.</summary>
    AnswerLost,

    /// <summary>The connection is cut, and no task made.</summary>
    RequestLost,

    /// <summary>The task is made, and the answer has no body.</summary>
    AnsweredWithNothing,
}
