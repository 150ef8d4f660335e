using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>One exchange's share of a step's work: as much as fits into the time of an activity. What is learned on the way is stored at once.</summary>
internal sealed class Leg(StepCall call, AnaplanWork work, StepState state, IStepCheckpoint checkpoint, TimeProvider time)
{
    /// <summary>From a leg's begin to the time at which a transfer pauses: well under the Functions host's limit on an activity.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(45);

    private readonly long _begin = time.GetTimestamp();

    public StepCall Call { get; } = call;

    public AnaplanWork Work { get; } = work;

    public ModelAddress Model { get; } = ModelAddress.Of(work);

    /// <summary>What there is to do, in order.</summary>
    public IReadOnlyList<ModelOperation> Plan { get; } = ModelPlan.Of(work);

    /// <summary>As it is stored, or was given.</summary>
    public StepState State { get; private set; } = state;

    /// <summary>Whether everything of the plan is done.</summary>
    public bool IsDone => State.Stage == Plan.Count;

    public DateTimeOffset Now => time.GetUtcNow();

    public bool IsOver => time.GetElapsedTime(_begin) >= Length;

    /// <summary>The state in which the files of the operation that is being done are to be brought again, and its task to be asked for anew.</summary>
    public StepState BackToFiles() => State.BackTo(ModelPlan.BackFrom(Plan, State.Stage));

    /// <param name="next">Stored in place of <see cref="State"/>.</param>
    /// <param name="done">Of the operation that is being done, 0 to 1; null when it does not say.</param>
    /// <param name="message">What the operation is doing; null when it does not say.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StepSupersededException">The step is no longer this leg's.</exception>
    public async Task SaveAsync(StepState next, double? done, string? message, CancellationToken cancellationToken)
    {
        await checkpoint.SaveAsync(next.ToString(), Overall(next, done), message, cancellationToken);
        State = next;
    }

    /// <summary>The leg's end: the step goes on after <paramref name="pause"/>.</summary>
    public TargetReply.Accepted Pause(TimeSpan pause, double? done = null, string? message = null) =>
        new(State.ToString(), pause, Overall(State, done), message);

    /// <summary>The leg's end at a model that is busy, since <paramref name="since"/>.</summary>
    public TargetReply.Accepted PauseAsBusy(DateTimeOffset since, TimeSpan pause, string message) =>
        new((State with { BusySince = since }).ToString(), pause, Overall(State, null), message);

    // In hundredths: what nobody sees need not be stored.
    private double? Overall(StepState at, double? done) =>
        done is null && at.Stage == 0 ? null : Math.Round((at.Stage + Math.Clamp(done ?? 0, 0, 1)) / Plan.Count, 2);
}
