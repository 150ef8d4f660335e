using System.Globalization;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Rendering;

/// <summary>What is worth a line between two snapshots of a run: another status, another attempt, something else that a step waits for.</summary>
internal static class RunChanges
{
    /// <summary>How the message of a step begins that waits for its turn.</summary>
    private const string Waiting = "Waiting for ";

    /// <summary>One line for each change, in the order of their times; a null <paramref name="before"/> reads as a run of pending steps.</summary>
    public static IEnumerable<string> Between(FlowRun? before, FlowRun after, DateTimeOffset now)
    {
        var earlier = before?.Steps.ToDictionary(step => step.Referrer, StringComparer.Ordinal) ?? [];
        var names = after.Steps.Select(step => step.Name.Length).DefaultIfEmpty(0).Max();
        var start = after.StartDate ?? now;
        var changes = from step in after.Steps
                      let change = Find(earlier.GetValueOrDefault(step.Referrer), step, now)
                      where change is not null
                      orderby change.At
                      select Line(step, change.At - start, names, change.Message);
        foreach (var line in changes)
            yield return line;

        if (after.HasEnded && before?.HasEnded != true)
            yield return $"{DurationText.Of(after.EndDate!.Value - start),8}  {OneLine.Of(after.Message)}";
    }

    private static Change? Find(RunStep? before, RunStep after, DateTimeOffset now)
    {
        if (after.Status != (before?.Status ?? StepStatus.Pending))
            return new(after.EndDate ?? after.StartDate ?? now, OneLine.Of(after.Message));
        if (after.Status != StepStatus.Running)
            return null;
        if (after.Attempts != before?.Attempts)
            return new(now, $"attempt {after.Attempts.ToString(CultureInfo.InvariantCulture)}");
        return after.Message != before.Message && after.Message?.StartsWith(Waiting, StringComparison.Ordinal) == true ? new(now, OneLine.Of(after.Message)) : null;
    }

    private static string Line(RunStep step, TimeSpan at, int names, string message)
    {
        var word = StatusStyle.Of(step.Status).Word;
        var retried = step.Attempts > 1 && step.EndDate is not null ? string.Create(CultureInfo.InvariantCulture, $" ({step.Attempts} attempts)") : "";
        return $"{DurationText.Of(at),8}  {OneLine.Of(step.Name).PadRight(names)}  {word,-15}  {message}{retried}".TrimEnd();
    }

    private sealed record Change(DateTimeOffset At, string Message);
}
