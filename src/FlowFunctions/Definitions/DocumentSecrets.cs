using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using FlowFunctions.Secrets;
using FlowFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Definitions;

/// <summary>
/// The secrets of one kind of document in the store of secrets. A document's secret is stored first, then the document that refers to it, and last the secret that
/// it had is deleted: a crash in between leaves a secret that nothing refers to, which is deleted later, never a document without its own. Thread-safe.
/// </summary>
public abstract partial class DocumentSecrets<TSecret>(ISecretStore store, ILogger logger)
    where TSecret : class
{
    /// <summary>For a secret's deletion, by the machine's clock: whoever waits for what the secret was a part of waits for this, too, and it need not be now.</summary>
    public static readonly TimeSpan DropPatience = TimeSpan.FromSeconds(3);

    /// <summary>As few escapes as JSON allows: a key vault holds 25 KB, and nothing of this is ever part of a page.</summary>
    private static readonly JsonSerializerOptions Format = new(StorageJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Keeps a whole secret, and gives the id under which it is found again.</summary>
    public virtual Task<string> AddAsync(TSecret secret, CancellationToken cancellationToken) =>
        store.AddAsync(JsonSerializer.Serialize(secret, Format), cancellationToken);

    /// <summary>Null where there is no such secret, or no longer: whoever read its id from a document reads that again.</summary>
    /// <exception cref="SecretUnreadableException">The secret cannot be decrypted.</exception>
    public async Task<TSecret?> FindAsync(string secretId, CancellationToken cancellationToken) =>
        await store.FindAsync(secretId, cancellationToken) is { } text ? JsonSerializer.Deserialize<TSecret>(text, Format) : null;

    /// <summary>
    /// Writes <paramref name="next"/> over <paramref name="current"/> as the store of documents does, and deletes the secret that is used no more: the former where it was written, else the new.
    /// </summary>
    /// <param name="documents">Where both are.</param>
    /// <param name="current">As it was read.</param>
    /// <param name="next">With the id of its secret, which is stored already.</param>
    /// <param name="secretIdOf">The id of a document's secret; null where it has none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<WriteResult<TDocument>> ReplaceAsync<TDocument>(
        DocumentStore<TDocument> documents, TDocument current, TDocument next, Func<TDocument, string?> secretIdOf, CancellationToken cancellationToken)
        where TDocument : Document
    {
        var result = await documents.ReplaceAsync(current, next, cancellationToken);
        var (former, added) = (secretIdOf(current), secretIdOf(next));
        if (added is null || added == former)
        {
            await DropAsync(result.IsWritten && added is null ? former : null);
            return result;
        }

        // A write whose answer was lost is repeated by the client library, and the repetition looks like a lost race. Who reads the id of our secret knows
        // better, and must not delete what the document now refers to.
        var written = result.IsWritten ? result.Document : await documents.GetAsync(current.Id, cancellationToken);
        if (written is not null && secretIdOf(written) == added)
        {
            await DropAsync(former);
            return new(WriteStatus.Written, written);
        }

        await DropAsync(added);
        return result;
    }

    /// <summary>
    /// Deletes a secret that nothing refers to. That its store does not answer within <see cref="DropPatience"/>, or refuses, is logged and no failure of what the secret was a part of, which
    /// is done (<see cref="UnusedSecrets"/> finds it); nor does a caller who went away keep it from being deleted.
    /// </summary>
    /// <param name="secretId">Null where there is none to delete.</param>
    public async Task DropAsync(string? secretId)
    {
        if (secretId is null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(DropPatience);
        try
        {
            await store.DeleteAsync(secretId, limit.Token);
        }
        catch (Exception exception) when (exception is RequestFailedException or OperationCanceledException || StorageFaults.IsUnavailable(exception, CancellationToken.None))
        {
            LogNotDropped(logger, secretId, exception);
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "The secret {SecretId} is used no more and could not be deleted now; that is tried again later.")]
    private static partial void LogNotDropped(ILogger logger, string secretId, Exception exception);
}
