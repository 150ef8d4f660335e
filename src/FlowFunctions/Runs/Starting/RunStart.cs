using FlowFunctions.Core.Documents;

namespace FlowFunctions.Runs;

/// <summary>What came of a request to start a run.</summary>
public abstract record RunStart
{
    private RunStart()
    {
    }

    /// <param name="RunId">Its id.</param>
    public sealed record Started(string RunId) : RunStart
    {
        /// <summary>How the run has ended, which an earlier try of the same order has come to; null where it is on its way.</summary>
        public RunDocument? Ended { get; init; }
    }

    /// <summary>There is no such flow or integration, or none any more.</summary>
    public sealed record Unknown : RunStart;

    /// <param name="Problems">Of the request, with paths into its body.</param>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : RunStart;

    /// <summary>Another run goes on.</summary>
    /// <param name="RunId">Its id.</param>
    public sealed record Busy(string RunId) : RunStart;

    /// <summary>The run that is to be resumed is not one that can be, or the run that was asked for was ended before it had begun.</summary>
    /// <param name="Reason">Why not, for the caller.</param>
    public sealed record Refused(string Reason) : RunStart;
}
