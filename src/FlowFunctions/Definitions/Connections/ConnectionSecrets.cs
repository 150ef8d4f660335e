using FlowFunctions.Core.Connections;
using FlowFunctions.Secrets;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>The credentials of connections in the store of secrets. Thread-safe.</summary>
public sealed class ConnectionSecrets(ISecretStore store, ILogger<ConnectionSecrets> logger) : DocumentSecrets<ConnectionSecret>(store, logger)
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The secret lacks a part.</exception>
    public override Task<string> AddAsync(ConnectionSecret secret, CancellationToken cancellationToken) => secret.IsWhole
        ? base.AddAsync(secret, cancellationToken)
        : throw new ArgumentException("Only a whole secret can be kept.", nameof(secret));
}
