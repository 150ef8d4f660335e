using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace FlowFunctions.Embedded.Engine.Storage;

/// <summary>
/// A record as a table row: its JSON in as many binary columns as it needs, or in a blob where it would not fit. A row may have 1 MiB and a
/// column 64 KiB (Azure Table storage's limits).
/// </summary>
internal static class PackedRow
{
    /// <summary>The column that names the blob, where there is one.</summary>
    public const string BlobColumn = "Blob";

    /// <summary>The column that tells one write from another, so that a repeated write recognises itself.</summary>
    public const string WriteColumn = "Write";

    private const string PartsColumn = "Parts";
    private const int LongestPart = 64 * 1024;

    /// <summary>Leaves room for the other columns, and for what a request adds to a row in base 64: requests are limited to 4 MiB.</summary>
    private const int LongestInRow = 700 * 1024;

    public static async Task<TableEntity> PackAsync<T>(
        string partition,
        string row,
        T record,
        JsonTypeInfo<T> type,
        BlobContainerClient blobs,
        string blobFolder,
        StorageRetry retry,
        CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, type);
        var entity = new TableEntity(partition, row) { [WriteColumn] = Guid.CreateVersion7() };
        if (json.Length > LongestInRow)
        {
            var name = $"{blobFolder}/{Guid.CreateVersion7():n}";
            await retry.DoAsync(token => blobs.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(json), overwrite: true, token), cancellationToken);
            entity[BlobColumn] = name;
            return entity;
        }

        var parts = 0;
        for (var offset = 0; offset < json.Length; offset += LongestPart)
        {
            entity[Part(parts++)] = json[offset..Math.Min(offset + LongestPart, json.Length)];
        }

        entity[PartsColumn] = parts;
        return entity;
    }

    /// <exception cref="JsonException">The row does not hold such a record.</exception>
    public static async Task<T> UnpackAsync<T>(TableEntity row, JsonTypeInfo<T> type, BlobContainerClient blobs, CancellationToken cancellationToken)
    {
        var json = row.GetString(BlobColumn) is { } blob
            ? (await blobs.GetBlobClient(blob).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory()
            : Join(row);
        return JsonSerializer.Deserialize(json.Span, type) ?? throw new JsonException("The row is empty.");
    }

    private static ReadOnlyMemory<byte> Join(TableEntity row)
    {
        var parts = row.GetInt32(PartsColumn) ?? throw new JsonException("The row has no record.");
        if (parts == 1)
        {
            return row.GetBinary(Part(0));
        }

        using var joined = new MemoryStream();
        for (var part = 0; part < parts; part++)
        {
            joined.Write(row.GetBinary(Part(part)));
        }

        return joined.ToArray();
    }

    private static string Part(int number) => "Part" + number.ToString(CultureInfo.InvariantCulture);
}
