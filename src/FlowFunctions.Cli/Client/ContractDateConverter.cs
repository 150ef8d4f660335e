using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Client;

/// <summary>Shows dates as the API writes them: UTC with milliseconds, 2026-11-23T09:30:00.000Z.</summary>
internal sealed class ContractDateConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
