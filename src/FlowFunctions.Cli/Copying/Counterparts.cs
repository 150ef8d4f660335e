using FlowFunctions.Cli.Definitions;

namespace FlowFunctions.Cli.Copying;

/// <summary>What of another server has a counterpart here: what definitions can say.</summary>
internal static class Counterparts
{
    /// <summary>Those that have one, and a line for each that has none or uses one that has none.</summary>
    public static (IReadOnlyList<Definition> Definitions, IReadOnlyList<string> Lost) Of(IReadOnlyList<Definition> definitions)
    {
        var (kept, lost) = (new List<Definition>(), new List<string>());
        var names = definitions.Select(definition => (definition.Kind, Name: definition.Name.ToUpperInvariant())).ToHashSet();
        foreach (var definition in definitions)
        {
            var problems = DefinitionSchema.Check(definition.Kind.Word, definition.Content).Select(problem => problem.Path.Length == 0 ? problem.Message : $"{problem.Path}: {problem.Message}")
                .Concat(definition.References.Where(reference => !names.Contains((reference.Kind, reference.Name.ToUpperInvariant()))).Select(reference => $"It uses {reference.Kind.Called(reference.Name)}, which does not come along."))
                .ToList();
            if (problems.Count == 0)
            {
                kept.Add(definition);
                continue;
            }

            // What uses it comes later in the order of dependencies, and finds it gone.
            names.Remove((definition.Kind, definition.Name.ToUpperInvariant()));
            lost.Add($"{definition.Text} has no counterpart here: {problems[0]}");
        }

        return (kept, lost);
    }
}
