using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Http;

/// <summary>Dates as the contract has them: ISO 8601, UTC, milliseconds (<c>2026-11-23T09:30:00.000Z</c>).</summary>
internal sealed class UtcDateConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
