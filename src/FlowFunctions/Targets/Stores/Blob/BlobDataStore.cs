using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace FlowFunctions.Targets.Stores.Blob;

/// <summary>
/// Files in a container of Azure Blob Storage. A source is pinned by its ETag. A target is a block blob whose blocks are committed at the end; Azure drops what
/// was not committed after a week. At most 50,000 blocks: 390 GiB.
/// </summary>
internal sealed class BlobDataStore(BlobContainerClient container, StorePlace place, TimeProvider time) : IDataStore
{
    /// <summary>Metadata by which a commit whose answer was lost knows its blob again.</summary>
    private const string OperationKey = "flowsoperation";

    /// <summary>Of a file that is asked for to see whether it may be.</summary>
    private const string ProbeName = "flows-connection-check";

    /// <summary>Metadata of the empty blobs that stand for folders where an account has a hierarchical namespace.</summary>
    private const string FolderKey = "hdi_isfolder";

    /// <summary>
    /// A token that may not list, for its permissions or because it is for objects alone, tells by a file that is not there: whoever may not read it either is refused. Azure has a code of its
    /// own for each reason, so any 403 may be of listing alone.
    /// </summary>
    public Task<StoreStanding> CheckAsync(CancellationToken cancellationToken) => CallAsync(
        ProbeName,
        async () =>
        {
            try
            {
                await foreach (var page in container.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1))
                {
                    break;
                }
            }
            catch (RequestFailedException exception) when (exception.Status == 403)
            {
                await FindExactAsync(ProbeName, cancellationToken);
            }

            return place.Opened();
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
        foreach (var range in FileRange.Of(item.Bytes ?? 0, from, chunkBytes))
        {
            yield return await ReadAsync(item, range, cancellationToken);
        }
    }

    public Task<string> BeginWriteAsync(string name, bool overwrite, string operationId, CancellationToken cancellationToken) => CallAsync(
        name,
        async () =>
        {
            // Asked in any case, so that a container or credentials that will not do are known before there is something to write.
            if (await FindExactAsync(name, cancellationToken) is not null && !overwrite)
            {
                throw place.Exists(name);
            }

            return StoreState.Write(new BlobWrite(name, overwrite, operationId, Blocks: 0));
        },
        cancellationToken);

    public Task<string> WriteBlockAsync(string state, int index, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var write = StoreState.Read<BlobWrite>(state);
        return CallAsync(
            write.Name,
            async () =>
            {
                if (bytes.IsEmpty)
                {
                    return state;
                }

                using var content = new MemoryBlock(bytes);
                await container.GetBlockBlobClient(write.Name).StageBlockAsync(write.BlockId(index), content, cancellationToken: cancellationToken);
                return StoreState.Write(write with { Blocks = Math.Max(write.Blocks, index + 1) });
            },
            cancellationToken);
    }

    public Task<string?> CompleteWriteAsync(string state, CancellationToken cancellationToken)
    {
        var write = StoreState.Read<BlobWrite>(state);
        return CallAsync<string?>(
            write.Name,
            async () =>
            {
                await CommitAsync(write, cancellationToken);
                return place.PathTo(write.Name);
            },
            cancellationToken);
    }

    /// <summary>Blocks that are not committed cannot be deleted; nobody sees them, and Azure drops them after a week.</summary>
    public Task AbandonWriteAsync(string state, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<SourceChunk> ReadAsync(SourceItem item, FileRange range, CancellationToken cancellationToken) => StoreCall.RunAsync(
        () => DownloadAsync(item, range, cancellationToken),
        exception => BlobFaults.Translate(exception, place, item.Name, time.GetUtcNow(), cancellationToken) switch
        {
            { Fault: StoreFault.Missing } => place.Changed(item.Name, exception),
            var fault => fault,
        });

    private async Task<SourceChunk> DownloadAsync(SourceItem item, FileRange range, CancellationToken cancellationToken)
    {
        var buffer = TransferBuffers.Pool.Rent(range.Length);
        try
        {
            var options = new BlobDownloadOptions
            {
                Range = new(range.Offset, range.Length),
                Conditions = new() { IfMatch = new ETag(item.Version) },
            };
            using var answer = (await container.GetBlobClient(item.Name).DownloadStreamingAsync(options, cancellationToken)).Value;

            // An answer that is cut off is asked for again from there by the library, with the same ETag.
            await answer.Content.ReadExactlyAsync(buffer.AsMemory(0, range.Length), cancellationToken);
            return new(buffer, range.Length, range.Next);
        }
        catch
        {
            TransferBuffers.Pool.Return(buffer);
            throw;
        }
    }

    /// <summary>Null where there is no such blob.</summary>
    private async Task<SourceItem?> FindExactAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new(name, properties.ETag.ToString(), properties.ContentLength);
        }
        catch (RequestFailedException exception) when (exception.Status == 404 && exception.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            return null;
        }
    }

    /// <summary>Null where nothing matches. Of two that changed at the same time, the one whose name comes last.</summary>
    private async Task<SourceItem?> FindNewestAsync(Glob glob, CancellationToken cancellationToken)
    {
        BlobItem? newest = null;
        var options = new GetBlobsOptions { Prefix = glob.Prefix, Traits = BlobTraits.Metadata };
        var markers = new ListMarkers(place, glob.Pattern);
        await foreach (var page in container.GetBlobsAsync(options, cancellationToken).AsPages())
        {
            foreach (var blob in page.Values)
            {
                if (glob.Matches(blob.Name) && !blob.Metadata.ContainsKey(FolderKey) && (newest is null || blob.Properties.LastModified >= newest.Properties.LastModified))
                {
                    newest = blob;
                }
            }

            if (!markers.GoesOn(!string.IsNullOrEmpty(page.ContinuationToken), page.ContinuationToken))
            {
                break;
            }
        }

        if (newest is null)
        {
            return null;
        }

        place.MustTake(newest.Name);
        return new(newest.Name, newest.Properties.ETag!.Value.ToString(), newest.Properties.ContentLength);
    }

    private async Task CommitAsync(BlobWrite write, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            Conditions = write.Overwrite ? null : new() { IfNoneMatch = ETag.All },
            HttpHeaders = new() { ContentType = ContentTypes.Of(write.Name) },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [OperationKey] = write.Operation },
        };
        try
        {
            await container.GetBlockBlobClient(write.Name).CommitBlockListAsync(write.BlockIds(), options, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412 || exception.ErrorCode == BlobErrorCode.InvalidBlockList)
        {
            if (!await IsWrittenAsync(write, cancellationToken))
            {
                throw exception.ErrorCode == BlobErrorCode.InvalidBlockList
                    ? place.Failed(write.Name, "somebody else wrote the same file meanwhile, and what was there of this one is gone; run the integration again", exception)
                    : place.Exists(write.Name, exception);
            }
        }
    }

    private async Task<bool> IsWrittenAsync(BlobWrite write, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await container.GetBlobClient(write.Name).GetPropertiesAsync(cancellationToken: cancellationToken);
            return properties.Value.Metadata.TryGetValue(OperationKey, out var operation) && operation == write.Operation;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
    }

    private Task<T> CallAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellationToken) => StoreCall.RunAsync(
        () =>
        {
            // An address that the client library makes is resolved and trimmed: another name would be asked for.
            place.MustTake(name);
            return call();
        },
        exception => BlobFaults.Translate(exception, place, name, time.GetUtcNow(), cancellationToken));
}
