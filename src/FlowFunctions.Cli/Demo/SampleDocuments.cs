using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Files;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Demo;

/// <summary>The definitions and files of the folder Samples, whose README tells the values that they name.</summary>
internal sealed class SampleDocuments
{
    /// <summary>A connection, integrations and a flow.</summary>
    public required IReadOnlyList<Definition> Definitions { get; init; }

    public string FlowName => Definitions.Single(definition => definition.Kind == Kind.Flow).Name;

    /// <summary>What is in blob storage before the run, in the order in which it came.</summary>
    public required IReadOnlyList<SampleFile> Files { get; init; }

    /// <summary>What the run must make of it.</summary>
    public required ExpectedFiles Expected { get; init; }

    public int Count(Kind kind) => Definitions.Count(definition => definition.Kind == kind);

    /// <summary>Reads the samples beside the tool.</summary>
    public static async Task<SampleDocuments> ReadAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Samples");
        try
        {
            return new SampleDocuments
            {
                Definitions = await DefinitionFiles.ReadAsync([Path.Combine(folder, "definitions")], folder, TextReader.Null, cancellationToken),
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

    private static async Task<IReadOnlyList<SampleFile>> FilesAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new List<SampleFile>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
            files.Add(new SampleFile(Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellationToken)));
        return files;
    }
}
