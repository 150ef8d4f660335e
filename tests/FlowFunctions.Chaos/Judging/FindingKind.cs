namespace FlowFunctions.Chaos.Judging;

/// <summary>What is wrong about something that was promised.</summary>
internal enum FindingKind
{
    /// <summary>What was accepted was not done, or is not on record.</summary>
    Lost,

    /// <summary>What was to be done once was done again.</summary>
    Doubled,

    /// <summary>What is to end has not ended, or left something behind that keeps others from beginning.</summary>
    Stuck,

    /// <summary>What was done is not what the contract says, or is told otherwise in two places.</summary>
    Wrong,
}
