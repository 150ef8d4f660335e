using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Applying;

/// <summary>The names that definitions use for each other, spelt as the others are: upper and lower case make no difference to the server.</summary>
internal sealed class References
{
    private readonly Dictionary<(Kind, string), string> _spelling = [];

    public References(IEnumerable<Definition> definitions, ServerDefinitions server)
    {
        foreach (var found in server.All)
            _spelling[(found.Kind, found.Name.ToUpperInvariant())] = found.Name;
        foreach (var definition in definitions)
            _spelling[(definition.Kind, definition.Name.ToUpperInvariant())] = definition.Name;
    }

    /// <exception cref="FlowsException">What a definition refers to is neither defined nor on the server, or would be deleted.</exception>
    /// <param name="definitions">All of them.</param>
    /// <param name="server">What is there; null where only the definitions count.</param>
    /// <param name="prunes">Whether what is not defined goes.</param>
    public static void Check(IReadOnlyList<Definition> definitions, ServerDefinitions? server, bool prunes)
    {
        var defined = definitions.Select(definition => (definition.Kind, Name: definition.Name.ToUpperInvariant())).ToHashSet();
        var problems = new List<DocumentProblem>();
        foreach (var definition in definitions)
        {
            foreach (var (kind, name) in definition.References.Distinct().Where(reference => !defined.Contains((reference.Kind, reference.Name.Trim().ToUpperInvariant()))))
            {
                var isThere = server?.Find(kind, name) is not null;
                if (isThere && !prunes)
                    continue;
                var known = definitions.Where(other => other.Kind == kind).Select(other => other.Name).Concat(server?.All.Where(found => found.Kind == kind).Select(found => found.Name) ?? []);
                var cure = isThere ? "is on the server alone, and --prune would delete it." : NearestName.Find(name, known) is { } nearest ? $"is not defined; did you mean '{nearest}'?" : "is not defined.";
                problems.Add(new(definition.Source, definition.Name, $"{kind.Called(name)} {cure}"));
            }

            problems.AddRange(StepProblems(definition));
        }

        if (problems.Count > 0)
            throw DocumentProblem.Failure(problems);
    }

    /// <summary>The definition with the others' names as they are spelt.</summary>
    public FilledDefinition Spell(FilledDefinition filled)
    {
        var content = filled.Definition.Content;
        foreach (var step in content.Items("steps"))
        {
            step["referrer"] = Spell(Kind.Integration, step.Text("referrer")!);
            if (step["dependsOn"] is JsonArray dependencies)
                step["dependsOn"] = new JsonArray([.. dependencies.Select(name => (JsonNode)Spell(Kind.Integration, name!.GetValue<string>()))]);
        }

        foreach (var end in Definition.JobEnds(content).Where(end => end.Text("connection") is not null))
            end["connection"] = Spell(Kind.Connection, end.Text("connection")!);
        return filled;
    }

    private static IEnumerable<DocumentProblem> StepProblems(Definition definition)
    {
        var steps = definition.Content.Items("steps").Select(step => step.Text("referrer")?.Trim() ?? "").ToList();
        foreach (var twice in steps.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return new(definition.Source, definition.Name, $"The step '{twice.Key}' is there {twice.Count()} times.");
        foreach (var step in definition.Content.Items("steps"))
        {
            foreach (var name in (step["dependsOn"] as JsonArray ?? []).Select(name => name!.GetValue<string>().Trim()).Where(name => !steps.Contains(name, StringComparer.OrdinalIgnoreCase)))
                yield return new(definition.Source, definition.Name, $"The step '{step.Text("referrer")}' depends on '{name}', which is no step of the flow{(NearestName.Find(name, steps) is { } nearest ? $"; did you mean '{nearest}'?" : ".")}");
        }
    }

    private string Spell(Kind kind, string name) => _spelling.GetValueOrDefault((kind, name.Trim().ToUpperInvariant()), name.Trim());
}
