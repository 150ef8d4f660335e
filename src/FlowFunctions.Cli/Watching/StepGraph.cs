using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;

namespace FlowFunctions.Cli.Watching;

/// <summary>
/// What the steps of a run wait for: as the run says that it was when it started, or, of a run that does not say, as the flow has it now; then a step that is not in it stands by itself.
/// </summary>
internal sealed class StepGraph
{
    private readonly Dictionary<string, IReadOnlyList<string>> _dependencies;

    private StepGraph(Dictionary<string, IReadOnlyList<string>> dependencies) => _dependencies = dependencies;

    /// <summary>Of an integration, which has no steps.</summary>
    public static StepGraph None { get; } = new([]);

    /// <summary>As the run itself says; null where it does not.</summary>
    public static StepGraph? Find(FlowRun run) => run.Steps.Count > 0 && run.Steps.All(step => step.Definition is not null)
        ? new(run.Steps.ToDictionary(step => step.Referrer, step => step.Definition!.DependsOn ?? [], StringComparer.Ordinal))
        : null;

    /// <param name="flow">As the API answers it; a summary has no steps.</param>
    public static StepGraph Of(JsonObject flow) => new(flow.Items("steps").ToDictionary(
        step => step.Text("referrer") ?? "",
        step => (IReadOnlyList<string>)[.. (step["dependsOn"] as JsonArray ?? []).Select(id => id!.GetValue<string>())],
        StringComparer.Ordinal));

    public IReadOnlyList<string> DependenciesOf(RunStep step) => _dependencies.GetValueOrDefault(step.Referrer, []);

    /// <summary>The steps as a tree: each below the last of those that it waits for, with how deep it is.</summary>
    public IReadOnlyList<(RunStep Step, int Depth)> TreeOf(IReadOnlyList<RunStep> steps)
    {
        var known = steps.Select(step => step.Referrer).ToHashSet(StringComparer.Ordinal);
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in steps)
            Measure(step.Referrer, known, depths);
        var children = steps.ToLookup(step => DependenciesOf(step).Where(known.Contains).MaxBy(id => depths[id]) ?? "", StringComparer.Ordinal);
        var tree = new List<(RunStep, int)>();
        Add("", 0);
        // The server refuses circles, so that every step has a way to it from the roots; one without is shown all the same.
        tree.AddRange(steps.Except(tree.Select(line => line.Item1).ToList()).Select(step => (step, 0)));
        return tree;

        void Add(string parent, int depth)
        {
            foreach (var step in children[parent])
            {
                tree.Add((step, depth));
                Add(step.Referrer, depth + 1);
            }
        }
    }

    private int Measure(string id, HashSet<string> known, Dictionary<string, int> depths)
    {
        if (depths.TryGetValue(id, out var measured))
            return measured;
        // A circle that got here all the same must not hang the tool.
        depths[id] = 0;
        return depths[id] = _dependencies.GetValueOrDefault(id, []).Where(known.Contains).Select(parent => Measure(parent, known, depths) + 1).DefaultIfEmpty(0).Max();
    }
}
