using System.Globalization;
using AnaplanSimulator.Files;
using Microsoft.AspNetCore.Http;

namespace AnaplanSimulator.Http;

/// <summary>The chunks of an export, an upload or a dump: their list, and each one.</summary>
internal static class ChunkList
{
    public static IResult List(ModelCall call, IReadOnlyList<StoredContent> chunks) =>
        Answers.Page(call.Context.Request, "chunks", [.. chunks.Select((_, index) => new { id = index.ToString(CultureInfo.InvariantCulture), name = $"Chunk {index}" })], call.World.Settings.ChunkListPageSize);

    public static IResult One(IReadOnlyList<StoredContent> chunks, int index) =>
        index < chunks.Count ? new ContentAnswer(chunks[index]) : Answers.Error(404, $"Chunk {index} does not exist: there are {chunks.Count}.");
}
