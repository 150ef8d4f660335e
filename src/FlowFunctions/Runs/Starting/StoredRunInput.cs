using System.IO.Compression;
using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace FlowFunctions.Runs;

/// <summary>
/// A <see cref="RunInput"/> as the input of an orchestration. It is read with each turn: one of more than <see cref="MaximumLength"/> characters is packed, because the Azure Storage provider would
/// put it into a blob of its own, which costs a request a turn. One that has a standing always is: a release that does not know of standings cannot read it then, and does not begin the run again.
/// </summary>
/// <param name="Packed">The input as JSON in UTF-8, by gzip.</param>
internal sealed record StoredRunInput(byte[] Packed)
{
    /// <summary>Of an input as JSON, that stays as it is: under the provider's 30,720, with room for what an event has besides.</summary>
    public const int MaximumLength = 24_000;

    /// <summary>What an orchestration is given.</summary>
    public static object Of(RunInput input)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(input);
        if (json.Length <= MaximumLength && input.Standing is null)
        {
            return input;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(json);
        }

        return new StoredRunInput(packed.ToArray());
    }

    /// <summary>What an orchestration was given.</summary>
    /// <exception cref="JsonException">It is none, or one of a later version.</exception>
    public static RunInput Read(JsonElement stored)
    {
        if (stored.ValueKind != JsonValueKind.Object || !stored.TryGetProperty(nameof(Packed), out var packed))
        {
            return stored.Deserialize<RunInput>() ?? throw new JsonException("A run needs its input.");
        }

        using var gzip = new GZipStream(new MemoryStream(packed.GetBytesFromBase64()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<RunInput>(gzip) ?? throw new JsonException("A run needs its input.");
    }

    /// <summary>What an orchestration was given; null where it was given nothing.</summary>
    /// <param name="instance">Read with its inputs and outputs.</param>
    public static RunInput? Find(OrchestrationMetadata instance) => instance.SerializedInput is null ? null : Read(instance.ReadInputAs<JsonElement>());
}
