using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Demo;

/// <summary>The documents of the folder Samples, whose README tells their placeholders.</summary>
internal sealed partial class SampleDocuments
{
    private const string FlowFile = "nightly-planning-load.json";

    private SampleDocuments(IReadOnlyDictionary<string, string> integrations, string flow)
    {
        Integrations = integrations;
        Flow = flow;
        FlowName = NameOf(flow);
    }

    /// <summary>IntegrationInput documents by the name that placeholders call them.</summary>
    public IReadOnlyDictionary<string, string> Integrations { get; }

    /// <summary>The FlowInput document.</summary>
    public string Flow { get; }

    public string FlowName { get; }

    /// <summary>Reads the samples beside the tool.</summary>
    public static async Task<SampleDocuments> ReadAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Samples");
        try
        {
            var integrations = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "integrations"), "*.json").Order(StringComparer.Ordinal))
                integrations.Add(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file, cancellationToken));
            return new SampleDocuments(integrations, await File.ReadAllTextAsync(Path.Combine(folder, FlowFile), cancellationToken));
        }
        catch (IOException problem)
        {
            throw new FlowsException($"The samples cannot be read: {problem.Message}", "Build the tool again: dotnet build src/FlowFunctions.Cli", problem);
        }
    }

    public static string NameOf(string document)
    {
        using var json = JsonDocument.Parse(document);
        return json.RootElement.GetProperty("name").GetString() ?? throw new InvalidOperationException("A sample needs a name.");
    }

    /// <summary>The document with all its placeholders filled in; one that nobody knows is a defect of the sample.</summary>
    public static string FillIn(string document, string endpoint, IReadOnlyDictionary<string, string> integrationIds) =>
        Placeholder().Replace(document, match =>
        {
            if (match.Groups["integration"] is { Success: true } integration && integrationIds.TryGetValue(integration.Value, out var id))
                return id;
            return match.Value == "{{endpoint}}" ? endpoint : throw new InvalidOperationException($"The sample has an unknown placeholder: {match.Value}");
        });

    [GeneratedRegex(@"\{\{(integration:(?<integration>[^{}]+)|[^{}]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
