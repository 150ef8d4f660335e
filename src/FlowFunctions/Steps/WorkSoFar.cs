namespace FlowFunctions.Steps;

/// <summary>What the work of a step has come to.</summary>
/// <param name="Parts">The end of the step, if it were to end now. <see cref="TargetReply.Ended.IsUnknown"/> where what was done must not be done again.</param>
/// <param name="IsAll">Whether nothing is left to do: the step has ended so, also where nobody was there to see it.</param>
public sealed record WorkSoFar(TargetReply.Ended Parts, bool IsAll);
