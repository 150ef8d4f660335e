namespace FlowFunctions.Benchmarks.Runs;

/// <summary>A call of a step.</summary>
/// <param name="RunId">Of the run.</param>
/// <param name="Step">The step's referrer.</param>
/// <param name="OperationId">The same in every repeat of one call.</param>
/// <param name="ReceivedAt">A time stamp of <see cref="TimeProvider.System"/>.</param>
internal sealed record EndpointCall(string RunId, string Step, string OperationId, long ReceivedAt)
{
    private long _answeredAt;

    /// <summary>A time stamp; null until the answer is on its way, for ever where the caller has gone.</summary>
    public long? AnsweredAt => Volatile.Read(ref _answeredAt) is > 0 and var at ? at : null;

    public void Answered() => Volatile.Write(ref _answeredAt, TimeProvider.System.GetTimestamp());
}
