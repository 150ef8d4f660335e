using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using FlowFunctions.Core.Connections;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>The credentials of connections in the store of secrets. Thread-safe.</summary>
public sealed partial class ConnectionSecrets(ISecretStore store, ILogger<ConnectionSecrets> logger)
{
    /// <summary>As few escapes as JSON allows: a key vault holds 25 KB, and nothing of this is ever part of a page.</summary>
    private static readonly JsonSerializerOptions Format = new(StorageJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Keeps a whole secret, and gives the id under which it is found again.</summary>
    /// <exception cref="ArgumentException">The secret lacks a part.</exception>
    public Task<string> AddAsync(ConnectionSecret secret, CancellationToken cancellationToken) => secret.IsWhole
        ? store.AddAsync(JsonSerializer.Serialize(secret, Format), cancellationToken)
        : throw new ArgumentException("Only a whole secret can be kept.", nameof(secret));

    /// <summary>Null where there is no such secret, or no longer: whoever read its id from a connection reads that again.</summary>
    /// <exception cref="SecretUnreadableException">The secret cannot be decrypted.</exception>
    public async Task<ConnectionSecret?> FindAsync(string secretId, CancellationToken cancellationToken) =>
        await store.FindAsync(secretId, cancellationToken) is { } text ? JsonSerializer.Deserialize<ConnectionSecret>(text, Format) : null;

    /// <summary>
    /// Deletes a secret that nothing refers to. That its store does not answer, or refuses, is logged and no failure of what the secret was a part of, which is
    /// done; nor does a caller who went away keep it from being deleted.
    /// </summary>
    /// <param name="secretId">Null where there is none to delete.</param>
    public async Task DropAsync(string? secretId)
    {
        if (secretId is null)
        {
            return;
        }

        try
        {
            await store.DeleteAsync(secretId, CancellationToken.None);
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFaults.IsUnavailable(exception, CancellationToken.None))
        {
            LogNotDropped(secretId, exception);
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "The secret {SecretId} belongs to no connection any more and could not be deleted now; that is tried again later.")]
    private partial void LogNotDropped(string secretId, Exception exception);
}
