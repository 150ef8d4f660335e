using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Output;

/// <summary>JSON for people and scripts alike: indented, letters of every script as they are, control characters and those that turn directions escaped.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static string Of(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            node.WriteTo(writer);
        }

        return Directions.Escape(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
