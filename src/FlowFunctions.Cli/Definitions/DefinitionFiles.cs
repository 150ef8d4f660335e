using System.Text.Json.Nodes;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Finding;
using YamlDotNet.Core;

namespace FlowFunctions.Cli.Definitions;

/// <summary>Reads definitions from files: YAML or JSON, one or many documents in each, a list of them, or a folder with all below it.</summary>
internal static class DefinitionFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>All definitions in the order of the files, with every problem of theirs.</summary>
    /// <param name="paths">Files and folders; "-" is standard input.</param>
    /// <param name="surroundings">For standard input, and the folder where paths begin.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <exception cref="FlowsException">A file cannot be read, or documents have problems: all are told.</exception>
    public static Task<IReadOnlyList<Definition>> ReadAsync(IEnumerable<string> paths, Surroundings surroundings, CancellationToken cancellationToken) =>
        ReadAsync(paths, surroundings.Folder, surroundings.Input, cancellationToken);

    /// <param name="paths">Files and folders; "-" is <paramref name="input"/>.</param>
    /// <param name="folder">Where paths begin.</param>
    /// <param name="input">In the place of a file.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <inheritdoc cref="ReadAsync(IEnumerable{string}, Surroundings, CancellationToken)"/>
    public static async Task<IReadOnlyList<Definition>> ReadAsync(IEnumerable<string> paths, string folder, TextReader input, CancellationToken cancellationToken)
    {
        var (definitions, problems) = (new List<Definition>(), new List<DocumentProblem>());
        foreach (var (name, text) in await TextsAsync(paths, folder, input, cancellationToken))
            Read(name, text, definitions, problems);
        foreach (var twice in definitions.GroupBy(one => (one.Kind, Name: one.Name.ToUpperInvariant())).Where(group => group.Count() > 1))
            problems.Add(new(twice.Last().Source, "name", $"{twice.First().Text} is defined already in {twice.First().Source}."));
        return problems.Count == 0 ? definitions : throw DocumentProblem.Failure(problems);
    }

    private static async Task<IReadOnlyList<(string Name, string Text)>> TextsAsync(IEnumerable<string> paths, string folder, TextReader input, CancellationToken cancellationToken)
    {
        var texts = new List<(string, string)>();
        foreach (var path in paths)
        {
            if (path == "-")
            {
                texts.Add(("standard input", await input.ReadToEndAsync(cancellationToken)));
                continue;
            }

            var full = Path.Combine(folder, path);
            try
            {
                var files = Directory.Exists(full)
                    ? Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Where(IsDefinition).Order(StringComparer.Ordinal)
                    : Enumerable.Repeat(full, 1);
                foreach (var file in files)
                    texts.Add((Path.GetRelativePath(folder, file), await File.ReadAllTextAsync(file, cancellationToken)));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new FlowsException(ExitCode.Misuse, $"{path} cannot be read: {problem.Message}", "Name files or folders of definitions.", problem);
            }
        }

        return texts;
    }

    /// <summary>A schema lies beside the definitions that an editor checks by it.</summary>
    private static bool IsDefinition(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !file.EndsWith(".schema.json", StringComparison.OrdinalIgnoreCase);

    private static void Read(string name, string text, List<Definition> definitions, List<DocumentProblem> problems)
    {
        try
        {
            foreach (var (node, line) in YamlNodes.Read(text))
            {
                if (node is JsonArray several)
                {
                    foreach (var one in several)
                        Add($"{name}:{line}", one, definitions, problems);
                }
                else
                {
                    Add($"{name}:{line}", node, definitions, problems);
                }
            }
        }
        catch (YamlException problem)
        {
            problems.Add(new($"{name}:{problem.Start.Line}", "", problem.Message));
        }
    }

    private static void Add(string source, JsonNode? node, List<Definition> definitions, List<DocumentProblem> problems)
    {
        if (node is not JsonObject content)
        {
            problems.Add(new(source, "", "A definition is an object with kind and name."));
            return;
        }

        var kind = Kind.All.FirstOrDefault(known => known.Word == content.Text("kind"));
        if (kind is null)
        {
            var words = Kind.All.Select(known => known.Word).ToList();
            var nearest = content.Text("kind") is { } given ? NearestName.Find(given, words) : null;
            problems.Add(new(source, "kind", nearest is null ? $"Must be one of {string.Join(", ", words)}." : $"Must be one of {string.Join(", ", words)}; did you mean '{nearest}'?"));
            return;
        }

        LeaveOut(content);
        var found = DefinitionSchema.Check(kind.Word, content).Select(problem => new DocumentProblem(source, problem.Path, problem.Message)).ToList();
        problems.AddRange(found);
        if (found.Count == 0)
            definitions.Add(new Definition(kind, content.Text("name")!.Trim(), content, source));
    }

    /// <summary>A field without a value is one that is left out, as in the API.</summary>
    private static void LeaveOut(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var empty in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
                fields.Remove(empty);
            foreach (var (_, value) in fields)
                LeaveOut(value);
        }

        foreach (var item in node as JsonArray ?? [])
            LeaveOut(item);
    }
}
