using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>Asks whether Anaplan takes the user or the certificate of the configuration.</summary>
public interface IAnaplanCheck
{
    /// <summary>Never fails for Anaplan's sake: what is wrong is the answer. It comes within 20 seconds.</summary>
    Task<StoreStanding> CheckAsync(CancellationToken cancellationToken);
}
