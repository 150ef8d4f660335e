using System.Globalization;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Rendering;

/// <summary>What is worth a line between two snapshots of a run: another status, another attempt.</summary>
internal static class RunChanges
{
    /// <summary>One line for each change, in the order of their times; a null <paramref name="before"/> reads as a run of pending steps.</summary>
    public static IEnumerable<string> Between(FlowRun? before, FlowRun after, DateTimeOffset now)
    {
        var earlier = before?.Steps.ToDictionary(step => step.Referrer, StringComparer.Ordinal) ?? [];
        var names = after.Steps.Select(step => step.Name.Length).DefaultIfEmpty(0).Max();
        var start = after.StartDate ?? now;
        foreach (var step in after.Steps.OrderBy(step => step.EndDate ?? step.StartDate ?? now))
        {
            var (status, attempts) = earlier.TryGetValue(step.Referrer, out var old) ? (old.Status, old.Attempts) : (StepStatus.Pending, 0);
            if (step.Status != status)
                yield return Line(step, (step.EndDate ?? step.StartDate ?? now) - start, names, OneLine.Of(step.Message));
            else if (step.Status == StepStatus.Running && step.Attempts != attempts)
                yield return Line(step, now - start, names, $"attempt {step.Attempts.ToString(CultureInfo.InvariantCulture)}");
        }

        if (after.HasEnded && before?.HasEnded != true)
            yield return $"{DurationText.Of(after.EndDate!.Value - start),8}  {OneLine.Of(after.Message)}";
    }

    private static string Line(RunStep step, TimeSpan at, int names, string message)
    {
        var word = StatusStyle.Of(step.Status).Word;
        var retried = step.Attempts > 1 && step.EndDate is not null ? string.Create(CultureInfo.InvariantCulture, $" ({step.Attempts} attempts)") : "";
        return $"{DurationText.Of(at),8}  {OneLine.Of(step.Name).PadRight(names)}  {word,-15}  {message}{retried}".TrimEnd();
    }
}
