using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Http;

/// <summary>Lets requests that come while the tables are being made wait a moment.</summary>
internal sealed class StorageStart(StorageReadiness readiness, IOptions<StorageOptions> storage, TimeProvider time)
{
    /// <exception cref="ApiException">503: it takes longer.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await readiness.WhenReadyAsync(cancellationToken).WaitAsync(storage.Value.StorageTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw ApiError.Unavailable("The service is starting: it waits for its storage.");
        }
    }
}
