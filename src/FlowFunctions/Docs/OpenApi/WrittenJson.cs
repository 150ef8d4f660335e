using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Core;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>
/// The JSON files that lie beside what reads bodies and writes answers: <c>schemas</c>, <c>examples</c> of bodies and <c>answers</c> of
/// functions, each by its name.
/// </summary>
internal static class WrittenJson
{
    private const string Suffix = ".json";

    private static readonly Assembly Own = typeof(WrittenJson).Assembly;

    /// <summary>By the file's name without its ending.</summary>
    private static readonly Dictionary<string, JsonObject> Files =
        new[] { typeof(ResourceId).Assembly, Own }
            .SelectMany(assembly => assembly.GetManifestResourceNames().Select(name => (assembly, name)))
            .Where(file => file.name.EndsWith(Suffix, StringComparison.Ordinal))
            .ToDictionary(file => file.name.Split('.')[^2], file => Parse(Text(file.assembly, file.name)), StringComparer.Ordinal);

    /// <summary>Of all files; new nodes at each call.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
        All("schemas").Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone()));

    /// <summary>What a body may be.</summary>
    /// <param name="file">Name of the schema and of its file.</param>
    /// <param name="chosen">Names of those to give; all where there is none.</param>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> ExamplesOf(string file, IReadOnlyList<string> chosen) =>
        Files[file]["examples"]!.AsObject().Where(example => chosen.Count == 0 || chosen.Contains(example.Key));

    /// <summary>What a function may answer.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> AnswersOf(string function) =>
        All("answers").Where(answers => answers.Key == function).SelectMany(answers => answers.Value!.AsObject());

    public static JsonObject Read(string name) => Parse(ReadText(name));

    /// <param name="name">Of a file of this application, from its root, with dots between folders.</param>
    public static string ReadText(string name) => Text(Own, "FlowFunctions." + name);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> All(string kind) =>
        Files.Values.SelectMany(file => file[kind]?.AsObject() ?? []);

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static string Text(Assembly assembly, string name) => Encoding.UTF8.GetString(EmbeddedFile.Read(assembly, name));
}
