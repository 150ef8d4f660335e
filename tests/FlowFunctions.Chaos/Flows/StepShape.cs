namespace FlowFunctions.Chaos.Flows;

/// <summary>A step of a flow that is run in bad weather.</summary>
/// <param name="Number">Its place in the flow, from 0.</param>
/// <param name="DependsOn">Numbers of earlier steps.</param>
/// <param name="IsSkipped">Whether the flow leaves it out.</param>
/// <param name="StopsOnFailure">Else the flow goes on.</param>
/// <param name="StopsOnPartialSuccess">Else the flow goes on.</param>
/// <param name="Timeout">Of each try; null for none of its own.</param>
/// <param name="Retries">How often a step that fails is tried again, 0 to 10.</param>
internal sealed record StepShape(int Number, IReadOnlyList<int> DependsOn, bool IsSkipped, bool StopsOnFailure, bool StopsOnPartialSuccess, TimeSpan? Timeout, int Retries)
{
    /// <summary>How long what it starts takes.</summary>
    public StepPace Pace { get; init; }

    public bool IsEndless => Pace == StepPace.Endless;

    /// <summary>Whether what waits for the step may go on after such an end.</summary>
    /// <param name="status">As the API spells it.</param>
    public bool IsDoneAfter(string status) => status switch
    {
        StepStatuses.Success => true,
        StepStatuses.PartialSuccess => !StopsOnPartialSuccess,
        StepStatuses.Failure => !StopsOnFailure,
        _ => false,
    };

    /// <summary>Whether the flow starts nothing more after such an end.</summary>
    /// <param name="status">As the API spells it.</param>
    public bool StopsAfter(string status) => status is StepStatuses.PartialSuccess or StepStatuses.Failure && !IsDoneAfter(status);
}
