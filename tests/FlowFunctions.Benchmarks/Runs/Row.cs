using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>A line of the table.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Goal">What it is to reach; null for what is only told.</param>
/// <param name="Value">In the goal's unit.</param>
/// <param name="Measured">The value in words, with what belongs to it.</param>
/// <param name="Sample">Of how many, and how.</param>
/// <param name="Fault">What else is wrong, such as a step that was called twice; null for nothing.</param>
internal sealed record Row(string Measure, Goal? Goal, double Value, string Measured, string Sample, string? Fault = null)
{
    public string ToMarkdown()
    {
        var verdict = Fault is not null ? $"; **wrong: {Fault}**" : Goal?.IsReachedBy(Value) == false ? "; **missed**" : "";
        return string.Create(CultureInfo.InvariantCulture, $"| {Measure} | {Goal?.ToString() ?? ""} | {Measured}{verdict} | {Sample} |");
    }
}
