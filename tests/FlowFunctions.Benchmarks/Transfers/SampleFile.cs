using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;

namespace FlowFunctions.Benchmarks.Transfers;

/// <summary>The file that is taken through: rows as planners have them, which gzip shrinks to about a third.</summary>
internal static class SampleFile
{
    /// <summary>A model with a table, which the simulator keeps on disk.</summary>
    public const string Model = """
        {
          "users": [{ "user": "planner@example.com", "password": "planner" }],
          "workspaces": [{ "id": "8a81b0136f1c4d2e016f1c4d2e5a0001", "name": "Planning", "models": [{
            "id": "5C1F0A2B3D4E4F60718293A4B5C6D7E8", "name": "Facts",
            "tables": [{ "name": "Facts", "columns": [{ "name": "Product" }, { "name": "Month" }, { "name": "Quantity" }, { "name": "Revenue" }] }],
            "files": [{ "id": "113000000001", "name": "facts.csv" }],
            "imports": [{ "id": "112000000001", "name": "Facts from facts.csv", "file": "113000000001", "into": "Facts" }],
            "exports": [{ "id": "116000000001", "name": "Facts.csv", "from": "Facts" }]
          }] }]
        }
        """;

    public static JsonObject Import(string connectionId) => Integration("Import facts", new JsonObject
    {
        ["type"] = "AzureBlobToAnaplan",
        ["sources"] = new JsonArray(new JsonObject { ["type"] = "AzureBlob", ["connectionId"] = connectionId, ["file"] = "facts.csv" }),
        ["targets"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = "112000000001", ["fileId"] = "113000000001" }),
    });

    public static JsonObject Export(string connectionId) => Integration("Export facts", new JsonObject
    {
        ["type"] = "AnaplanToAzureBlob",
        ["sources"] = new JsonArray(new JsonObject { ["type"] = "Anaplan", ["actionId"] = "116000000001" }),
        ["targets"] = new JsonArray(new JsonObject { ["type"] = "AzureBlob", ["connectionId"] = connectionId, ["file"] = "out.csv", ["overwrite"] = true }),
    });

    /// <returns>The number of bytes.</returns>
    public static async Task<long> PutAsync(BlobClient blob, long atLeast)
    {
        var random = new Random(7);
        var block = new MemoryStream();
        var bytes = 0L;
        await using var target = await blob.OpenWriteAsync(overwrite: true);
        Append(block, "Product,Month,Quantity,Revenue\n");
        for (var row = 0; bytes < atLeast; row++)
        {
            Append(block, string.Create(CultureInfo.InvariantCulture, $"Product {random.Next(5000):00000},2026-{1 + (row % 12):00},{random.Next(10000)},{random.Next(1000000) / 100.0:0.00}\n"));
            if (block.Length > 1 << 20)
            {
                bytes += block.Length;
                await target.WriteAsync(block.GetBuffer().AsMemory(0, (int)block.Length));
                block.SetLength(0);
            }
        }

        return bytes;
    }

    private static void Append(MemoryStream block, string text) => block.Write(Encoding.ASCII.GetBytes(text));

    private static JsonObject Integration(string name, JsonObject job) => new()
    {
        ["name"] = name,
        ["workspaceId"] = "8a81b0136f1c4d2e016f1c4d2e5a0001",
        ["modelId"] = "5C1F0A2B3D4E4F60718293A4B5C6D7E8",
        ["jobs"] = new JsonArray(job),
    };
}
