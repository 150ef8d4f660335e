using System.Text.Json;
using System.Text.Json.Serialization;

namespace AnaplanSimulator.Definition;

/// <summary>Who may call the simulator, and the models that are there when it starts.</summary>
public sealed record SimulatorDefinition
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public IReadOnlyList<UserDefinition> Users { get; init; } = [];

    public IReadOnlyList<CertificateDefinition> Certificates { get; init; } = [];

    public required IReadOnlyList<WorkspaceDefinition> Workspaces { get; init; }

    /// <summary>One small model with products, currencies, sales and a plan, and the user planner@example.com with the password "planner".</summary>
    public static SimulatorDefinition Sample
    {
        get
        {
            using var document = typeof(SimulatorDefinition).Assembly.GetManifestResourceStream("sample.json")!;
            return Read(document);
        }
    }

    /// <summary>Reads and checks a JSON document.</summary>
    /// <exception cref="DefinitionException">The document is no definition; the message lists every fault that can be told.</exception>
    public static SimulatorDefinition Read(Stream document)
    {
        SimulatorDefinition definition;
        try
        {
            definition = JsonSerializer.Deserialize<SimulatorDefinition>(document, Json) ?? throw new DefinitionException(["The document is null."]);
        }
        catch (JsonException fault)
        {
            throw new DefinitionException([fault.Message]);
        }

        DefinitionCheck.Assert(definition);
        return definition;
    }

    /// <inheritdoc cref="Read(Stream)"/>
    public static SimulatorDefinition Read(string document) => Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(document)));
}
