using Amazon.S3;
using Amazon.S3.Model;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>Reads ranges of one version of an object.</summary>
internal sealed class S3Download(S3Bucket bucket, SourceItem item, TimeProvider time)
{
    /// <summary>The client library retries until an answer begins; one that ends early is for its reader to ask again.</summary>
    private const int MaximumTries = 4;

    /// <exception cref="AmazonS3Exception">412 where the version is gone.</exception>
    public async Task<SourceChunk> GetAsync(FileRange range, CancellationToken cancellationToken)
    {
        var buffer = TransferBuffers.Pool.Rent(range.Length);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await FillAsync(buffer.AsMemory(0, range.Length), range.Offset, cancellationToken);
                    return new(buffer, range.Length, range.Next);
                }
                catch (Exception exception) when (exception is IOException or TimeoutException && attempt < MaximumTries)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(250 * attempt), time, cancellationToken);
                }
            }
        }
        catch
        {
            TransferBuffers.Pool.Return(buffer);
            throw;
        }
    }

    private async Task FillAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = bucket.Name,
            Key = item.Name,
            EtagToMatch = item.Version,
            ByteRange = new(offset, offset + buffer.Length - 1),
        };
        using var answer = await bucket.Client.GetObjectAsync(request, cancellationToken);
        await PatientStream.FillAsync(answer.ResponseStream, buffer, time, cancellationToken);
    }
}
