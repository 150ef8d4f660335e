using FlowFunctions.Definitions;

namespace FlowFunctions.Runs;

/// <summary>Takes the news of a run's end for those who want to know.</summary>
public interface IRunOutbox
{
    /// <summary>Called before the run is on record as ended, and again after a crash: the run's news is told once all the same.</summary>
    /// <param name="run">A flow's run or that of an integration by itself, at its end.</param>
    /// <param name="owner">The flow or integration, which says who wants to know.</param>
    /// <param name="cancellationToken">Gives up; the caller must call again.</param>
    Task PutAsync(RunDocument run, Runnable owner, CancellationToken cancellationToken);
}
