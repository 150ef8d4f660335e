using System.Text.Json;
using Azure.Data.Tables;

namespace FlowFunctions.Storage;

/// <summary>Documents in rows, as JSON in a <see cref="LongText"/>.</summary>
internal static class JsonRow
{
    /// <exception cref="DocumentTooLargeException">The JSON does not fit a row.</exception>
    public static void WriteJson<T>(this TableEntity row, string property, T value, JsonSerializerOptions? options = null) =>
        LongText.Write(row, property, JsonSerializer.Serialize(value, options ?? StorageJson.Options));

    /// <exception cref="InvalidDataException">The row has none.</exception>
    public static T ReadJson<T>(this TableEntity row, string property, JsonSerializerOptions? options = null)
        where T : class =>
        row.FindJson<T>(property, options) ?? throw new InvalidDataException($"The row {row.PartitionKey}/{row.RowKey} has no {typeof(T).Name}.");

    /// <summary>Null where the row has none.</summary>
    public static T? FindJson<T>(this TableEntity row, string property, JsonSerializerOptions? options = null)
        where T : class =>
        LongText.Read(row, property) is { } text ? JsonSerializer.Deserialize<T>(text, options ?? StorageJson.Options) : null;
}
