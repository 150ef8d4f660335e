using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>
/// Files in a bucket of Amazon S3. A source is pinned by its ETag. A target is a multipart upload, which is completed at the end; one that was lost before its
/// state was kept stays, unseen, until <see cref="LostWrites"/> or the bucket's lifecycle rule for incomplete uploads takes it.
/// </summary>
internal sealed class S3DataStore(S3Bucket bucket, StorePlace place, TimeProvider time) : IDataStore
{
    private readonly S3Upload _upload = new(bucket, place);

    /// <summary>A key that may not list is a key all the same: what it may do is told by what it is used for.</summary>
    public Task<StoreStanding> CheckAsync(CancellationToken cancellationToken) => CallAsync(
        bucket.Name,
        async () =>
        {
            try
            {
                await bucket.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket.Name, MaxKeys = 1 }, cancellationToken);
                return place.Opened();
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "AccessDenied")
            {
                return place.Unsaid("may not list its files");
            }
        },
        cancellationToken);

    public Task<SourceItem> FindAsync(string name, CancellationToken cancellationToken) => CallAsync(
        name,
        async () => await (Glob.HasWildcard(name) ? FindNewestAsync(new(name), cancellationToken) : FindExactAsync(name, cancellationToken))
            ?? throw place.Missing(name),
        cancellationToken);

    public async IAsyncEnumerable<SourceChunk> ReadAsync(
        SourceItem item,
        string? from,
        int chunkBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        place.MustTake(item.Name);
        var download = new S3Download(bucket, item, time);
        foreach (var range in FileRange.Of(item.Bytes ?? 0, from, chunkBytes))
        {
            yield return await ReadAsync(download, item, range, cancellationToken);
        }
    }

    public Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken) => CallAsync(
        name,
        async () =>
        {
            // Asked in any case, so that a bucket or a key that will not do is known before there is something to write.
            if (await FindExactAsync(name, cancellationToken) is not null && !overwrite)
            {
                throw place.Exists(name);
            }

            return StoreState.Write(await _upload.BeginAsync(name, overwrite, operationId, cancellationToken));
        },
        cancellationToken);

    public Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var write = StoreState.Read<S3Write>(state);
        return CallAsync(write.Name, async () => StoreState.Write(await _upload.PutAsync(write, index, isLast, bytes, cancellationToken)), cancellationToken);
    }

    public Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken)
    {
        var write = StoreState.Read<S3Write>(state);
        return CallAsync<string?>(
            write.Name,
            async () =>
            {
                await _upload.CompleteAsync(write, cancellationToken);
                return place.PathTo(write.Name);
            },
            cancellationToken);
    }

    public Task AbandonWriteAsync(string state, CancellationToken cancellationToken)
    {
        var write = StoreState.Read<S3Write>(state);
        return CallAsync(
            write.Name,
            async () =>
            {
                await _upload.AbortAsync(write, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task<int> AbandonLostWritesAsync(IReadOnlySet<string> names, DateTimeOffset begunBefore, CancellationToken cancellationToken) => StoreCall.RunAsync(
        () => bucket.CallAsync(() => _upload.AbandonLostAsync(names, begunBefore, cancellationToken)),
        exception => S3Faults.Translate(exception, place, place.Name, time.GetUtcNow(), cancellationToken));

    private Task<SourceChunk> ReadAsync(S3Download download, SourceItem item, FileRange range, CancellationToken cancellationToken) => StoreCall.RunAsync(
        () => bucket.CallAsync(() => download.GetAsync(range, cancellationToken)),
        exception => S3Faults.Translate(exception, place, item.Name, time.GetUtcNow(), cancellationToken) switch
        {
            { Fault: StoreFault.Missing } => place.Changed(item.Name, exception),
            var fault => fault,
        });

    /// <summary>Null where there is no such object.</summary>
    private async Task<SourceItem?> FindExactAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await bucket.Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket.Name, Key = name }, cancellationToken);
            return new(name, metadata.ETag, metadata.ContentLength);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // An answer to HEAD says no more than its status. A list, which has a body, tells a missing bucket and a wrong key from a missing file.
            var list = await bucket.Client.ListObjectsV2Async(new() { BucketName = bucket.Name, Prefix = name, MaxKeys = 1 }, cancellationToken);
            if (exception.StatusCode == HttpStatusCode.Forbidden && list.KeyCount > 0)
            {
                throw;
            }

            return null;
        }
    }

    /// <summary>Null where nothing matches. Of two that changed at the same time, the one whose name comes last.</summary>
    private async Task<SourceItem?> FindNewestAsync(Glob glob, CancellationToken cancellationToken)
    {
        S3Object? newest = null;
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = glob.Prefix };
        var markers = new ListMarkers(place, glob.Pattern);
        ListObjectsV2Response page;
        do
        {
            page = await bucket.Client.ListObjectsV2Async(request, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                if (glob.Matches(found.Key) && (newest is null || found.LastModified >= newest.LastModified))
                {
                    newest = found;
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (markers.GoesOn(page.IsTruncated, page.NextContinuationToken));

        if (newest is null)
        {
            return null;
        }

        place.MustTake(newest.Key);
        return new(newest.Key, newest.ETag, newest.Size);
    }

    private Task<T> CallAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellationToken) => StoreCall.RunAsync(
        () =>
        {
            // An address that the client library makes is resolved and trimmed: another name would be asked for.
            place.MustTake(name);
            return bucket.CallAsync(call);
        },
        exception => S3Faults.Translate(exception, place, name, time.GetUtcNow(), cancellationToken));
}
