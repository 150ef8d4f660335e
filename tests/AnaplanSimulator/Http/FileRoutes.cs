using System.Text.Json;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AnaplanSimulator.Http;

/// <summary>The files of a model: their list, upload in chunks, download of uploads and of exports.</summary>
internal static class FileRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var model = app.MapGroup(CatalogueRoutes.ModelPath);
        model.MapGet("/files", (ModelCall call) => Answers.Page(call.Context.Request, "files", List(call)));
        model.MapPost("/files/{fileId}", BeginAsync);
        model.MapPut("/files/{fileId}", PutWholeAsync);
        model.MapPost("/files/{fileId}/complete", CompleteAsync);
        model.MapPut("/files/{fileId}/chunks/{chunk:int:min(0)}", (ModelCall call, string fileId, int chunk) =>
            call.Model.Files.TryGetValue(fileId, out var file) ? ChunkUpload.ReceiveAsync(call, file, chunk) : Task.FromResult(NoFile(fileId)));
        model.MapGet("/files/{fileId}/chunks", (ModelCall call, string fileId) => Chunks(call, fileId) is { } chunks ? ChunkList.List(call, chunks) : NoFile(fileId));
        model.MapGet("/files/{fileId}/chunks/{chunk:int:min(0)}", (ModelCall call, string fileId, int chunk) =>
            Chunks(call, fileId) is { } chunks ? ChunkList.One(chunks, chunk) : NoFile(fileId));
    }

    private static async Task<IResult> BeginAsync(ModelCall call, string fileId)
    {
        if (!call.Model.Files.TryGetValue(fileId, out var file))
            return NoFile(fileId);
        if ((await BodyAsync(call))?.ChunkCount is not { } chunkCount)
            return Answers.Error(400, "The body must be {\"chunkCount\":N}, or -1 where the count is not known.");
        return file.Begin(chunkCount) is { } refusal ? Answers.Error(refusal.Status, refusal.Message) : Answers.Of("file", Describe(file));
    }

    /// <summary>A small file in one request.</summary>
    private static async Task<IResult> PutWholeAsync(ModelCall call, string fileId)
    {
        if (!call.Model.Files.TryGetValue(fileId, out var file))
            return NoFile(fileId);
        return file.Begin(1) is { } refusal ? Answers.Error(refusal.Status, refusal.Message) : await ChunkUpload.ReceiveAsync(call, file, 0);
    }

    private static IResult CompleteAsync(ModelCall call, string fileId)
    {
        if (!call.Model.Files.TryGetValue(fileId, out var file))
            return NoFile(fileId);
        return file.Complete() is { } refusal ? Answers.Error(refusal.Status, refusal.Message) : Answers.Of("file", Describe(file));
    }

    private static async Task<FileBody?> BodyAsync(ModelCall call)
    {
        try
        {
            return await call.Context.Request.ReadFromJsonAsync<FileBody>(call.Context.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IReadOnlyList<object> List(ModelCall call) =>
    [
        .. call.Model.Files.Values.Select(Describe),
        .. call.Model.Definition.Exports.Select(export => new
        {
            id = export.Id,
            name = export.Name,
            chunkCount = call.Model.Data.Exports.TryGetValue(export.Id, out var content) ? content.InChunksOf(call.World.Settings.DownloadChunkSize).Count : 0,
        }),
    ];

    private static object Describe(ModelFile file) => new
    {
        id = file.Definition.Id,
        name = file.Definition.Name,
        chunkCount = file.ChunkCount,
        delimiter = "\"",
        encoding = "UTF-8",
        firstDataRow = 2,
        format = "txt",
        headerRow = 1,
        separator = file.Definition.Separator,
    };

    /// <summary>Null where there is neither such a file nor such an export; none while there is nothing in it.</summary>
    private static IReadOnlyList<StoredContent>? Chunks(ModelCall call, string fileId)
    {
        if (call.Model.Files.TryGetValue(fileId, out var file))
            return [.. file.Chunks.Values.Select(chunk => StoredContent.Of(chunk.Path))];
        if (call.Model.Data.Exports.TryGetValue(fileId, out var content))
            return content.InChunksOf(call.World.Settings.DownloadChunkSize);
        return call.Model.Definition.Exports.Any(export => export.Id == fileId) ? [] : null;
    }

    private static IResult NoFile(string fileId) => Answers.Error(404, $"File {fileId} does not exist.");

    private sealed record FileBody(int? ChunkCount);
}
