namespace FlowFunctions.Secrets;

/// <summary>
/// Keeps secrets under ids that documents refer to. A secret never changes: a new value is a new secret, so that whoever holds an id has either the value
/// that belongs to it or none. Thread-safe.
/// </summary>
/// <remarks>
/// A document is written after its secret and before the deletion of the secret that it had, so that a crash leaves at worst a secret that nothing refers to.
/// </remarks>
public interface ISecretStore
{
    /// <summary>Keeps <paramref name="text"/> and gives its id, 32 hex digits, once it is durable.</summary>
    Task<string> AddAsync(string text, CancellationToken cancellationToken);

    /// <summary>Null where there is no secret of this id.</summary>
    /// <exception cref="SecretUnreadableException">The secret is there and cannot be decrypted.</exception>
    Task<string?> FindAsync(string secretId, CancellationToken cancellationToken);

    /// <summary>Does nothing where there is no secret of this id.</summary>
    Task DeleteAsync(string secretId, CancellationToken cancellationToken);

    /// <summary>Ids of the secrets that were added before <paramref name="instant"/>, in no particular order.</summary>
    IAsyncEnumerable<string> ListAddedBeforeAsync(DateTimeOffset instant, CancellationToken cancellationToken);
}
