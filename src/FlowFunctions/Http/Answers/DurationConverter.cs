using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace FlowFunctions.Http;

/// <summary>Durations as in the rest of the wire format: ISO 8601 (<c>PT12.5S</c>).</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        XmlConvert.ToTimeSpan(reader.GetString() ?? throw new JsonException());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(XmlConvert.ToString(value));
}
