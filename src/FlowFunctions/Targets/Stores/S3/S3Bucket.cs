using Amazon.S3;

namespace FlowFunctions.Targets.Stores.S3;

/// <summary>
/// A bucket, and a client for the region that it is in. Where the service names another one, the request is signed for that and sent again, once; the region is kept for as long as this
/// object is. Thread-safe.
/// </summary>
/// <param name="name">Of the bucket.</param>
/// <param name="region">Where it is looked for first.</param>
/// <param name="followsRedirects">Whether a region has an address of its own, which is made from its name: an answer's address gets nothing. Else only the signature changes.</param>
/// <param name="open">Makes the client for a region.</param>
internal sealed class S3Bucket(string name, string region, bool followsRedirects, Func<string, IAmazonS3> open)
{
    private volatile Place _place = new(region, open(region));

    public string Name => name;

    /// <summary>Of the region where the bucket was last known to be.</summary>
    public IAmazonS3 Client => _place.Client;

    /// <param name="call">Asks by <see cref="Client"/>. May be called twice: what was sent elsewhere has had no effect.</param>
    /// <exception cref="BucketElsewhereException">The bucket is not where the service said, or it does not say where.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var asked = _place;
        try
        {
            return await call();
        }
        catch (BucketElsewhereException elsewhere) when (elsewhere.Region is { } named && named != asked.Region && (followsRedirects || !elsewhere.IsRedirect))
        {
            MoveTo(named);
            return await call();
        }
    }

    private void MoveTo(string named)
    {
        // Of two that find it out at once, one client is enough; a second one does no harm.
        if (_place.Region != named)
        {
            _place = new(named, open(named));
        }
    }

    private sealed record Place(string Region, IAmazonS3 Client);
}
