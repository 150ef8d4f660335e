using FlowFunctions.Core.Runs;

namespace FlowFunctions.Runs;

/// <summary>When the tries of a run's steps were under way. Lives in an orchestrator, and takes its times from it.</summary>
/// <param name="before">Of steps that ended before the run's history started over; null where there is nothing to say of them.</param>
internal sealed class TriesOfSteps(IReadOnlyDictionary<string, IReadOnlyList<TrySpan>>? before)
{
    private readonly Dictionary<string, List<TrySpan>> _tries =
        (before ?? new Dictionary<string, IReadOnlyList<TrySpan>>()).ToDictionary(step => step.Key, step => step.Value.ToList(), StringComparer.Ordinal);

    /// <summary>Of the steps whose tries say more than the step's own start and end, by referrer.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TrySpan>> Told =>
        _tries.Where(step => SayMore(step.Value)).ToDictionary(step => step.Key, IReadOnlyList<TrySpan> (step) => [.. step.Value], StringComparer.Ordinal);

    public void Began(string referrer, DateTime now)
    {
        if (!_tries.TryGetValue(referrer, out var tries))
        {
            _tries[referrer] = tries = [];
        }

        tries.Add(new(now, null, null));
    }

    /// <param name="referrer">Of the step, a try of which has begun.</param>
    /// <param name="turn">See <see cref="TrySpan.Turn"/>.</param>
    /// <param name="now">UTC.</param>
    public void Ended(string referrer, DateTime? turn, DateTime now) => _tries[referrer][^1] = _tries[referrer][^1] with { Turn = turn, End = now };

    /// <summary>Oldest first. Null where they say no more than the step's own start and end: for one try that waited for no turn, and that no other was to follow.</summary>
    public IReadOnlyList<TrySpan>? Of(StepProgress step) =>
        _tries.TryGetValue(step.Referrer, out var tries) && (SayMore(tries) || step.RetryAt is not null) ? [.. tries] : null;

    private static bool SayMore(List<TrySpan> tries) => tries.Count > 1 || tries[0].Turn is not null;
}
