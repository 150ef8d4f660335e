using System.Text.Json;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Files;

namespace FlowFunctions.Cli.Demo;

/// <summary>The documents and files of the folder Samples, whose README tells their placeholders.</summary>
internal sealed partial class SampleDocuments
{
    private const string FlowFile = "nightly-planning-load.json";

    /// <summary>Connections, by the name that placeholders call them: the documents that create one.</summary>
    public required IReadOnlyDictionary<string, string> Connections { get; init; }

    /// <summary>IntegrationInput documents by the name that placeholders call them.</summary>
    public required IReadOnlyDictionary<string, string> Integrations { get; init; }

    /// <summary>The FlowInput document.</summary>
    public required string Flow { get; init; }

    public string FlowName => NameOf(Flow);

    /// <summary>What is in blob storage before the run, in the order in which it came.</summary>
    public required IReadOnlyList<SampleFile> Files { get; init; }

    /// <summary>What the run must make of it.</summary>
    public required ExpectedFiles Expected { get; init; }

    /// <summary>Reads the samples beside the tool.</summary>
    public static async Task<SampleDocuments> ReadAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Samples");
        try
        {
            return new SampleDocuments
            {
                Connections = await DocumentsAsync(Path.Combine(folder, "connections"), cancellationToken),
                Integrations = await DocumentsAsync(Path.Combine(folder, "integrations"), cancellationToken),
                Flow = await File.ReadAllTextAsync(Path.Combine(folder, FlowFile), cancellationToken),
                Files = await FilesAsync(Path.Combine(folder, "files"), cancellationToken),
                Expected = new ExpectedFiles(
                    await File.ReadAllBytesAsync(Path.Combine(folder, "expected", "plan.csv"), cancellationToken),
                    await File.ReadAllBytesAsync(Path.Combine(folder, "expected", "rejected-sales.csv"), cancellationToken)),
            };
        }
        catch (IOException problem)
        {
            throw new FlowsException($"The samples cannot be read: {problem.Message}", "Build the tool again: dotnet build src/FlowFunctions.Cli", problem);
        }
    }

    /// <summary>The name in an integration's or flow's document, or in a connection's body.</summary>
    public static string NameOf(string document)
    {
        using var json = JsonDocument.Parse(document);
        var named = json.RootElement.TryGetProperty("body", out var body) ? body : json.RootElement;
        return named.GetProperty("name").GetString() ?? throw new InvalidOperationException("A sample needs a name.");
    }

    /// <summary>The body alone of a connection's document.</summary>
    public static string BodyOf(string connection)
    {
        using var json = JsonDocument.Parse(connection);
        return json.RootElement.GetProperty("body").GetRawText();
    }

    /// <summary>The document with all its placeholders filled in; one that nobody knows is a defect of the sample.</summary>
    public static string FillIn(string document, IReadOnlyDictionary<string, string> values) => Placeholder().Replace(document, match =>
        values.TryGetValue(match.Groups["name"].Value, out var value) ? value : throw new InvalidOperationException($"The sample has an unknown placeholder: {match.Value}"));

    private static async Task<IReadOnlyDictionary<string, string>> DocumentsAsync(string folder, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in FilesOf(folder, "*.json"))
            documents.Add(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file, cancellationToken));
        return documents;
    }

    private static async Task<IReadOnlyList<SampleFile>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new List<SampleFile>();
        foreach (var file in FilesOf(folder, "*.csv"))
            files.Add(new SampleFile(Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellationToken)));
        return files;
    }

    private static IEnumerable<string> FilesOf(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
