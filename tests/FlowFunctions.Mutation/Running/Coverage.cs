namespace FlowFunctions.Mutation.Running;

/// <summary>A test case, and what it did with nothing changed.</summary>
/// <param name="Id">The same in every process.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Passed">Whether it passed; one that did not is left out.</param>
/// <param name="Class">The full name of its class.</param>
/// <param name="Name">For people.</param>
/// <param name="Reached">The mutants that it came by.</param>
/// <param name="Reason">Why it did not pass; empty where it did.</param>
internal sealed record CoveredCase(
    string Id, TimeSpan Elapsed, bool Passed, string Class, string Name, IReadOnlySet<int> Reached, string Reason);

/// <param name="Cases">All test cases.</param>
/// <param name="Initial">Mutants that run once, when a type is initialised or when tests are looked for: any test may depend on them, and
/// they are on from a process's start.</param>
internal sealed record Coverage(IReadOnlyList<CoveredCase> Cases, IReadOnlySet<int> Initial);
