using System.Net;
using System.Net.Http.Headers;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>
/// Sends blocks of a resumable upload. What the service has counts, not what was sent: after any doubt it is asked, and the rest follows from there. So a block
/// may come twice, from here or after a crash, and is in the upload once.
/// </summary>
internal sealed class UploadSession(BigQueryClient client, StorePlace place)
{
    private const int MaximumTries = 5;

    /// <summary>What the service keeps of a block that it does not take to its end is a multiple of this, in bytes: https://cloud.google.com/bigquery/docs/reference/api-uploads#resumable</summary>
    private const int KeptBytes = 256 * 1024;

    /// <param name="write">What the block belongs to.</param>
    /// <param name="start">Of the block in the upload.</param>
    /// <param name="isLast">Whether the upload ends with it.</param>
    /// <param name="bytes">The block.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<TableWrite> PutAsync(TableWrite write, long start, bool isLast, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var end = start + bytes.Length;
        var total = isLast ? end : (long?)null;
        var offset = start;
        var asks = false;
        for (var failures = 0; ;)
        {
            TimeSpan? wait = null;
            try
            {
                var rest = asks ? default : bytes[(int)(offset - start)..];
                using var answer = await SendAsync(write, offset, total, rest, cancellationToken);
                if (IsJob(answer, write.JobId) || answer.IsDuplicate)
                {
                    // Where the job was there before, its id is the operation's, so it is this one.
                    return write with { Sent = end, IsWhole = true };
                }

                if (answer.IsIncomplete)
                {
                    asks = false;
                    if (answer.Persisted < start)
                    {
                        throw place.Failed(write.Name, "the upload lost what it had; run the integration again");
                    }

                    if (answer.Persisted >= end && !isLast)
                    {
                        return write with { Sent = end };
                    }

                    if (Math.Min(answer.Persisted, end) is var next && next > offset)
                    {
                        // Where little comes at a time, it is asked for no oftener than where nothing does.
                        var isLittle = next < end && next - offset < KeptBytes;
                        offset = next;
                        if (!isLittle)
                        {
                            continue;
                        }
                    }
                }
                else if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                {
                    throw place.Failed(write.Name, "the upload has ended there; run the integration again");
                }
                else if (!(answer.IsSuccess || answer.IsTransient) && (asks || answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && failures > 0)
                {
                    throw client.Fault(answer, write.Name);
                }
                else
                {
                    asks = true;
                }

                wait = answer.RetryAfter;
                if (++failures == MaximumTries)
                {
                    throw answer.IsIncomplete ? place.Unavailable("the upload does not go on") : client.Fault(answer, write.Name);
                }
            }
            catch (StoreException exception) when (exception.IsTransient && failures < MaximumTries - 1)
            {
                failures++;
                asks = true;
            }

            await client.WaitAsync(failures, wait, cancellationToken);
        }
    }

    /// <summary>The end of an upload is answered by its job. A success that is not that says nothing of what the service has.</summary>
    private static bool IsJob(BigQueryAnswer answer, string id) => answer is { IsSuccess: true, Body: { } job } && JobStatus.IdOf(job.RootElement) == id;

    /// <summary>With no bytes, the request asks how far the upload is, and ends it where it has all of them.</summary>
    private async Task<BigQueryAnswer> SendAsync(TableWrite write, long offset, long? total, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.ContentRange = (bytes.Length, total) switch
        {
            (0, null) => null,
            (0, { } all) => new ContentRangeHeaderValue(all),
            (_, null) => new ContentRangeHeaderValue(offset, offset + bytes.Length - 1),
            (_, { } all) => new ContentRangeHeaderValue(offset, offset + bytes.Length - 1, all),
        };
        if (content.Headers.ContentRange is null)
        {
            // The form that says neither a range nor a length, which the header's type does not know.
            content.Headers.TryAddWithoutValidation("Content-Range", "bytes */*");
        }

        return await client.SendAsync(HttpMethod.Put, write.Session!, content, cancellationToken);
    }
}
