using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Writes objects by multipart uploads; throws what the client library throws.</summary>
internal sealed class S3Upload(S3Bucket bucket, StorePlace place)
{
    /// <summary>Metadata by which a completion whose answer was lost knows its object again.</summary>
    private const string OperationKey = "x-amz-meta-flows-operation";

    private const string AnyVersion = "*";

    public async Task<S3Write> BeginAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = name, ContentType = ContentTypes.Of(name) };
        request.Metadata[OperationKey] = operationId;
        var upload = await bucket.Client.InitiateMultipartUploadAsync(request, cancellationToken);
        return new(name, overwrite, operationId, upload.UploadId, Blocks: 0);
    }

    public async Task<S3Write> PutAsync(S3Write write, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return write;
        }

        using var content = new MemoryBlock(bytes);
        var part = new UploadPartRequest
        {
            BucketName = bucket.Name,
            Key = write.Name,
            UploadId = write.UploadId,
            PartNumber = index + 1,
            PartSize = bytes.Length,
            IsLastPart = isLast,
            InputStream = content,

            // Signed whole, with the hash of its bytes: what arrives damaged is refused, and the stream's own encoding is not known everywhere.
            UseChunkEncoding = false,
        };
        await bucket.Client.UploadPartAsync(part, cancellationToken);
        return write with { Blocks = Math.Max(write.Blocks, index + 1) };
    }

    public async Task CompleteAsync(S3Write write, CancellationToken cancellationToken)
    {
        try
        {
            if (write.Blocks == 0)
            {
                await PutEmptyAsync(write, cancellationToken);
                return;
            }

            var request = new CompleteMultipartUploadRequest
            {
                BucketName = bucket.Name,
                Key = write.Name,
                UploadId = write.UploadId,
                PartETags = await ListPartsAsync(write, cancellationToken),
                IfNoneMatch = write.Overwrite ? null : AnyVersion,
            };
            await bucket.Client.CompleteMultipartUploadAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed || exception.ErrorCode == S3Faults.NoSuchUpload)
        {
            if (await IsWrittenAsync(write, cancellationToken))
            {
                return;
            }

            throw exception.StatusCode == HttpStatusCode.PreconditionFailed
                ? place.Exists(write.Name, exception)
                : place.Failed(write.Name, "the upload was given up there meanwhile; run the integration again", exception);
        }
    }

    public Task AbortAsync(S3Write write, CancellationToken cancellationToken) => AbortAsync(write.Name, write.UploadId, cancellationToken);

    private async Task AbortAsync(string name, string uploadId, CancellationToken cancellationToken)
    {
        try
        {
            await bucket.Client.AbortMultipartUploadAsync(new() { BucketName = bucket.Name, Key = name, UploadId = uploadId }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // Completed or given up already.
        }
    }

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html; a key that may not ask for the list leaves them to the bucket's lifecycle rule.</summary>
    public async Task<int> AbandonLostAsync(IReadOnlySet<string> names, DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        var lost = new List<MultipartUpload>();
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name };
        var markers = new ListMarkers(place, place.Name);
        ListMultipartUploadsResponse page;
        do
        {
            try
            {
                page = await bucket.Client.ListMultipartUploadsAsync(request, cancellationToken);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)
            {
                return 0;
            }

            lost.AddRange((page.MultipartUploads ?? []).Where(upload => names.Contains(upload.Key) && upload.Initiated?.ToUniversalTime() < begunBefore.UtcDateTime));
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (markers.GoesOn(page.IsTruncated, string.IsNullOrEmpty(page.NextKeyMarker) ? null : $"{page.NextKeyMarker}\n{page.NextUploadIdMarker}"));

        foreach (var upload in lost)
        {
            await AbortAsync(upload.Key, upload.UploadId, cancellationToken);
        }

        return lost.Count;
    }

    /// <summary>An upload has one part at least, and a part one byte; an empty file is put at once, and its upload given up.</summary>
    private async Task PutEmptyAsync(S3Write write, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket.Name,
            Key = write.Name,
            ContentType = ContentTypes.Of(write.Name),
            InputStream = Stream.Null,
            IfNoneMatch = write.Overwrite ? null : AnyVersion,
            UseChunkEncoding = false,
        };
        request.Metadata[OperationKey] = write.Operation;
        await bucket.Client.PutObjectAsync(request, cancellationToken);
        await AbortAsync(write, cancellationToken);
    }

    /// <summary>What the bucket has of the upload counts, not what was once answered: it is whole, or the write has failed.</summary>
    private async Task<List<PartETag>> ListPartsAsync(S3Write write, CancellationToken cancellationToken)
    {
        var parts = new List<PartETag>(write.Blocks);
        var request = new ListPartsRequest { BucketName = bucket.Name, Key = write.Name, UploadId = write.UploadId };
        var markers = new ListMarkers(place, write.Name);
        ListPartsResponse page;
        do
        {
            page = await bucket.Client.ListPartsAsync(request, cancellationToken);
            parts.AddRange((page.Parts ?? []).Where(part => part.PartNumber <= write.Blocks).Select(part => new PartETag(part.PartNumber!.Value, part.ETag)));
            request.PartNumberMarker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        while (markers.GoesOn(page.IsTruncated, request.PartNumberMarker));

        return parts.Count == write.Blocks
            ? parts
            : throw place.Failed(write.Name, $"it has {parts.Count} of the {write.Blocks} parts that were uploaded; run the integration again");
    }

    private async Task<bool> IsWrittenAsync(S3Write write, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await bucket.Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket.Name, Key = write.Name }, cancellationToken);
            return metadata.Metadata[OperationKey] == write.Operation;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
