using FlowFunctions.Definitions;

namespace FlowFunctions.Targets.Stores;

/// <summary>Asks whether a connection's credentials work, before a run needs them.</summary>
public interface IConnectionCheck
{
    /// <summary>Never fails for the store's sake: what is wrong with it is the answer. It comes within 20 seconds.</summary>
    Task<StoreStanding> CheckAsync(ConnectionDocument connection, CancellationToken cancellationToken);
}
