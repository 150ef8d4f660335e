using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Finding;

/// <summary>Finds steps of a flow by their names, without regard to case, or by the ids of their integrations.</summary>
internal sealed class StepFinder(FlowsClient client)
{
    /// <summary>The ids of the integrations that the steps run, in the order of what was wanted, each once.</summary>
    /// <param name="flow">Which is one.</param>
    /// <param name="wanted">Names or ids.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FlowsException">The flow has no such step; the message has the nearest name.</exception>
    public async Task<IReadOnlyList<string>> IdsAsync(Found flow, IEnumerable<string> wanted, CancellationToken cancellationToken)
    {
        var document = (await client.ReadAsync($"{flow.Kind.Path}/{flow.Id}", cancellationToken))[flow.Kind.Single];
        var steps = document.Items("steps").Select(step => (Name: step.Text("name")!, Id: step.Text("referrer")!)).ToList();
        return [.. wanted.Select(step => IdOf(flow, steps, step)).Distinct(StringComparer.Ordinal)];
    }

    private static string IdOf(Found flow, List<(string Name, string Id)> steps, string wanted) =>
        steps.Find(known => known.Id == wanted || string.Equals(known.Name.Trim(), wanted.Trim(), StringComparison.OrdinalIgnoreCase)).Id
        ?? throw new FlowsException(
            ExitCode.NotFound,
            $"{flow.Text} has no step '{wanted}'.",
            NearestName.Find(wanted, steps.Select(known => known.Name)) is { } nearest ? $"Did you mean '{nearest}'?" : $"It has {string.Join(", ", steps.Select(known => $"'{known.Name}'"))}.");
}
