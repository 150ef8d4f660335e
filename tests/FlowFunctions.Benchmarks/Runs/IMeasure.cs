namespace FlowFunctions.Benchmarks.Runs;

/// <summary>One thing that is measured, from outside: over HTTP, and by what the system tells of processes.</summary>
internal interface IMeasure
{
    /// <summary>As <c>--only</c> takes it.</summary>
    string Name { get; }

    /// <summary>How often, where <c>--repeat</c> does not say; of what, the rows tell.</summary>
    int UsualRepetitions { get; }

    /// <summary>Takes it on a rig that nothing else has used.</summary>
    /// <exception cref="MeasureException">It cannot be measured.</exception>
    Task<IReadOnlyList<Row>> TakeAsync(TestRig rig, int repetitions, CancellationToken cancellationToken);
}
