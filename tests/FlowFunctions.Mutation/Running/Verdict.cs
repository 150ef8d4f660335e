namespace FlowFunctions.Mutation.Running;

/// <summary>What the tests said of a mutant.</summary>
internal enum Verdict
{
    Survived,
    NotReached,
    Killed,
    TimedOut,
    Crashed,

    /// <summary>The test that failed fails without the mutant too, by what an earlier one left behind: to be asked again in a new
    /// process.</summary>
    Stale,

    /// <summary>It does not compile.</summary>
    Invalid,

    /// <summary>It does what the code does; see <see cref="Equivalents"/>.</summary>
    Equivalent,
}
