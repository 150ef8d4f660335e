using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;

namespace FlowFunctions.Benchmarks.Transfers;

/// <summary>What a transfer is held against.</summary>
internal static class PlainCopy
{
    private const int ChunkBytes = 8 * 1024 * 1024;
    private const string File = "/2/0/workspaces/8a81b0136f1c4d2e016f1c4d2e5a0001/models/5C1F0A2B3D4E4F60718293A4B5C6D7E8/files/113000000001";

    /// <summary>From the blob to the model's file: one chunk read, then sent as it is, and so on.</summary>
    public static async Task<TimeSpan> RunAsync(BlobClient blob, string simulator)
    {
        using var client = new HttpClient { BaseAddress = new Uri(simulator) };
        using var asks = new HttpRequestMessage(HttpMethod.Post, "/token/authenticate");
        asks.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("planner@example.com:planner")));
        using var token = await client.SendAsync(asks);
        client.DefaultRequestHeaders.Authorization = new("AnaplanAuthToken", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["tokenInfo"]!["tokenValue"]!);

        var begin = TimeProvider.System.GetTimestamp();
        (await client.PostAsJsonAsync(File, new { chunkCount = -1 })).EnsureSuccessStatusCode();
        await using var source = (await blob.DownloadStreamingAsync()).Value.Content;
        var chunk = new byte[ChunkBytes];
        int read;
        for (var index = 0; (read = await source.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false)) > 0; index++)
        {
            using var content = new ByteArrayContent(chunk, 0, read);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            (await client.PutAsync(new Uri($"{File}/chunks/{index}", UriKind.Relative), content)).EnsureSuccessStatusCode();
        }

        (await client.PostAsJsonAsync($"{File}/complete", new { id = "113000000001" })).EnsureSuccessStatusCode();
        return TimeProvider.System.GetElapsedTime(begin);
    }

    /// <summary>The blob's bytes through gzip at the level that transfers use, to nowhere: the time in the compressor alone, on one core.</summary>
    public static async Task<TimeSpan> CompressAsync(BlobClient blob)
    {
        await using var source = (await blob.DownloadStreamingAsync()).Value.Content;
        var chunk = new byte[ChunkBytes];
        var took = TimeSpan.Zero;
        int read;
        while ((read = await source.ReadAtLeastAsync(chunk, ChunkBytes, throwOnEndOfStream: false)) > 0)
        {
            var begin = TimeProvider.System.GetTimestamp();
            await using (var gzip = new GZipStream(Stream.Null, CompressionLevel.Fastest))
            {
                gzip.Write(chunk.AsSpan(0, read));
            }

            took += TimeProvider.System.GetElapsedTime(begin);
        }

        return took;
    }
}
