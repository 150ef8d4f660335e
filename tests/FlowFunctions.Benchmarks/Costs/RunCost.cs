using System.Globalization;
using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>A line of the table of requests.</summary>
/// <param name="What">What was done.</param>
/// <param name="Steps">Of one run of it; 0 where there are none to speak of.</param>
/// <param name="Traffic">Of one.</param>
internal sealed record RunCost(string What, int Steps, Traffic Traffic)
{
    public const string Head = "| one of | our requests | goal 8 + 2 n | the provider's work | turns | after the first | activities | ours are |\n| --- | --: | --: | --: | --: | --: | --: | --- |";

    public double Ours => Traffic.WorkOf(RequestOwner.Application);

    public string ToMarkdown() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {What} | {Ours:0.#} | {(Steps > 0 ? Goal.ToString(CultureInfo.InvariantCulture) : "")} | {Traffic.WorkOf(RequestOwner.Provider):0.#} | {Traffic.Turns:0.#} | {Math.Max(0, Traffic.Turns - 1):0.#} | {Traffic.Activities:0.#} | {Traffic.KindsOf(RequestOwner.Application)} |");

    private int Goal => 8 + (2 * Steps);
}
