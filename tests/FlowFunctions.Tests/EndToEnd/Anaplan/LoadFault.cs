using System.Text.Json.Nodes;
using AnaplanSimulator.Faults;

namespace FlowFunctions.Tests.EndToEnd.Anaplan;

/// <summary>Something that goes wrong with the first step of a flow, and what a planner reads of it.</summary>
/// <param name="Name">Of the flow.</param>
/// <param name="ToIntegration">The integration, from its name, its model and the connection that works.</param>
/// <param name="Code">The step's error code.</param>
/// <param name="Words">That its message has.</param>
internal sealed record LoadFault(string Name, Func<string, string, string, JsonObject> ToIntegration, int Code, params string[] Words)
{
    /// <summary>What goes wrong with the requests of a model, by its id.</summary>
    public Func<string, Fault[]> Faults { get; init; } = _ => [];

    /// <summary>Of the step.</summary>
    public string? Timeout { get; init; }
}
