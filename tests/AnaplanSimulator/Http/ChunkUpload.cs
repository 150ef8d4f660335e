using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using AnaplanSimulator.Files;
using AnaplanSimulator.Traffic;
using Microsoft.AspNetCore.Http;

namespace AnaplanSimulator.Http;

/// <summary>Receives a chunk: straight to disk, unpacked where it comes gzipped.</summary>
internal static class ChunkUpload
{
    private const int BufferSize = 1 << 16;

    public static async Task<IResult> ReceiveAsync(ModelCall call, ModelFile file, int index)
    {
        var (upload, early) = file.Expect(index);
        if (early is not null)
            return Answers.Error(early.Status, early.Message);
        var request = call.Context.Request;
        var type = request.ContentType?.Split(';')[0].Trim();
        if (type is not ("application/x-gzip" or "application/gzip" or "application/octet-stream" or null))
            return Answers.Error(415, $"A chunk comes as application/octet-stream or application/x-gzip, not as {type}.");

        var path = call.World.Folder.NewFile();
        var kept = false;
        try
        {
            await using var gzip = type?.EndsWith("gzip", StringComparison.Ordinal) == true ? new GZipStream(request.Body, CompressionMode.Decompress) : null;
            if (await SaveAsync(gzip ?? request.Body, path, call.World.Settings.MaxUploadChunkSize, call.Context.RequestAborted) is not { } chunk)
                return Answers.Error(413, $"A chunk has at most {call.World.Settings.MaxUploadChunkSize} bytes before it is compressed.");
            if (file.Set(upload!, index, chunk) is { } late)
                return Answers.Error(late.Status, late.Message);
            kept = true;
            call.World.Requests.Add(new ReceivedChunk(
                call.World.Time.GetUtcNow(), call.Model.Definition.Id, file.Definition.Id, upload!.Number, index, chunk.Length, chunk.Sha256));
            return Results.NoContent();
        }
        catch (InvalidDataException fault)
        {
            return Answers.Error(400, "The chunk is no gzip: " + fault.Message);
        }
        finally
        {
            if (!kept)
                File.Delete(path);
        }
    }

    private static async Task<UploadedChunk?> SaveAsync(Stream body, string path, long limit, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = 0;
            await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
            while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length > limit)
                    return null;
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return new UploadedChunk(path, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
