using FlowFunctions.Chaos.Flows;

namespace FlowFunctions.Chaos.Driving;

/// <param name="Shape">What it is like.</param>
/// <param name="Id">Of the flow.</param>
/// <param name="Integrations">Ids of the integrations that its steps refer to, in the flow's order.</param>
internal sealed record InstalledFlow(FlowShape Shape, string Id, IReadOnlyList<string> Integrations);
