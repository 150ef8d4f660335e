namespace FlowFunctions.Chaos;

/// <summary>What a trial is like.</summary>
/// <param name="Seed">Repeats flows, targets and weather; not which request of which host they meet.</param>
/// <param name="Flows">How many are run at the same time.</param>
/// <param name="Hosts">How many share the work.</param>
/// <param name="Length">Of the weather; it takes as long as it takes until all is over.</param>
internal sealed record ChaosPlan(int Seed, int Flows, int Hosts, TimeSpan Length);
