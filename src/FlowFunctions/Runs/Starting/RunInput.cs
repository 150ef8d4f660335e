using System.Text.Json.Serialization;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>
/// All that a run needs to know, as it was when the run started: later changes to the flow or its integrations do not touch it. Where the history of the run has started over, with what the run
/// had come to by then. Stored as <see cref="StoredRunInput"/> says.
/// </summary>
public sealed record RunInput
{
    /// <summary>
    /// The <see cref="Ways"/> of runs that are started now. One more for each change of what an orchestrator asks for on the same history, and a property below that says what has changed.
    /// </summary>
    public const int LatestWays = 1;

    /// <summary>The run's record as it starts.</summary>
    public required RunDocument Run { get; init; }

    /// <summary>The flow; an integration that runs by itself is a flow of one step.</summary>
    public required FlowSnapshot Flow { get; init; }

    /// <summary>The integrations that existed when the run started. A step whose integration is not among them fails.</summary>
    public required IReadOnlyList<IntegrationSnapshot> Integrations { get; init; }

    /// <inheritdoc cref="RunsOptions.MaxParallelSteps"/>
    public required int MaxParallelSteps { get; init; }

    /// <summary>From the run's start to its end as timed out: <see cref="RunsOptions.MaxRunDuration"/>, or the flow's own timeout where that is shorter.</summary>
    public required TimeSpan MaxRunDuration { get; init; }

    /// <summary>When the run ends as timed out, if it has not ended before.</summary>
    [JsonIgnore]
    public DateTime TimesOutAt => Run.StartDate + MaxRunDuration;

    /// <inheritdoc cref="RunsOptions.InlineWait"/>
    public required TimeSpan InlineWait { get; init; }

    /// <summary>
    /// How many steps may end in one history before it starts over, where none is in flight. 0 in runs that an earlier version started: their history never does, and their timer begins with them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StepsPerExecution { get; init; }

    /// <summary>
    /// Which ways of the orchestrator the run takes to its end: those of the version that started it, whatever version it goes on in, for its history holds what they asked for. 0 in runs of
    /// versions that did not say so.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Ways { get; init; }

    /// <summary>Whether nothing starts after the run's time, also where its timer has not fired yet. Else the timer alone ends it.</summary>
    [JsonIgnore]
    public bool StartsNothingAfterItsTime => Ways >= 1;

    /// <summary>Whether a step that a turn which was not kept has let go of waits for what that turn was told. Else it has failed.</summary>
    [JsonIgnore]
    public bool WaitsToBeToldAgain => Ways >= 1;

    /// <summary>Where the run stood when its history started over; null in its first one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunStanding? Standing { get; init; }
}
