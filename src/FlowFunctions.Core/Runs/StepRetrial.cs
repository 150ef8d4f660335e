using System.Globalization;

namespace FlowFunctions.Core.Runs;

/// <summary>A step that has failed and is not given up.</summary>
/// <param name="Retry">Of the try that is under way, or that the step waits for: 1 for the first retry, which is the second try.</param>
/// <param name="Attempts">How many times the target has been asked to start the step so far, over all tries.</param>
/// <param name="Message">Where the step stands, for a person.</param>
public sealed record StepRetrial(int Retry, int Attempts, string Message)
{
    /// <summary>UTC; when the retry starts that the step waits for. Null once it is under way.</summary>
    public DateTime? At { get; init; }

    /// <summary>The retry waits for its time.</summary>
    /// <param name="step">The step, which has a <see cref="StepSnapshot.Retry"/>.</param>
    /// <param name="retry">Number of the retry to come, from 1.</param>
    /// <param name="at">UTC; when it starts.</param>
    /// <param name="last">How the try before it ended.</param>
    public static StepRetrial Waiting(StepSnapshot step, int retry, DateTime at, StepOutcome last) =>
        new(retry, last.Attempts, Words(step, retry, string.Create(CultureInfo.InvariantCulture, $" starts at {at:HH:mm:ss} UTC"), last)) { At = at };

    /// <summary>The retry has started, and asks the target once more.</summary>
    /// <param name="step">The step, which has a <see cref="StepSnapshot.Retry"/>.</param>
    /// <param name="retry">Its number, from 1.</param>
    /// <param name="last">How the try before it ended.</param>
    public static StepRetrial UnderWay(StepSnapshot step, int retry, StepOutcome last) => new(retry, last.Attempts + 1, Words(step, retry, "", last));

    private static string Words(StepSnapshot step, int retry, string when, StepOutcome last) =>
        string.Create(CultureInfo.InvariantCulture, $"Try {retry + 1} of {step.Retry?.Count + 1}{when}; last: {last.Message ?? "failure"}");
}
