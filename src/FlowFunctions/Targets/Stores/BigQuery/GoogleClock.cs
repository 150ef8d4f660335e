using Google.Apis.Util;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>The service's clock for Google's library, by which it dates assertions and tells when a token ends.</summary>
internal sealed class GoogleClock(TimeProvider time) : IClock
{
    public DateTime Now => time.GetLocalNow().DateTime;

    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;
}
