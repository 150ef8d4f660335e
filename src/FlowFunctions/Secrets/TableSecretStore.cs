using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Core;
using FlowFunctions.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Secrets;

/// <summary>
/// Secrets in rows of table <c>Connections</c>, encrypted with keys that are not in the storage account: whoever reads the tables learns nothing. Each
/// payload is bound to its id, so that rows cannot be swapped.
/// </summary>
internal sealed partial class TableSecretStore : ISecretStore
{
    private const string Partition = "secrets";
    private const string PayloadProperty = "Payload";
    private const string Purpose = "FlowFunctions.Secrets";

    private readonly StorageTables _tables;
    private readonly TimeProvider _time;
    private readonly ILogger<TableSecretStore> _logger;
    private readonly string _keyFolder;
    private readonly Lazy<IDataProtectionProvider> _keys;

    public TableSecretStore(StorageTables tables, IOptions<SecretsOptions> options, TimeProvider time, ILogger<TableSecretStore> logger)
    {
        _tables = tables;
        _time = time;
        _logger = logger;
        _keyFolder = Path.GetFullPath(options.Value.KeyFolder);
        _keys = new(OpenKeys);
    }

    public async Task<string> AddAsync(string text, CancellationToken cancellationToken)
    {
        var secretId = ResourceId.New(_time.GetUtcNow());
        var row = new TableEntity(Partition, secretId);
        LongText.Write(row, PayloadProperty, ProtectorOf(secretId).Protect(text));

        // A retry after a lost answer finds its own row: upserting is the same as adding, for an id is never used twice.
        await _tables.Connections.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        return secretId;
    }

    public async Task<string?> FindAsync(string secretId, CancellationToken cancellationToken)
    {
        var row = await _tables.Connections.GetEntityIfExistsAsync<TableEntity>(Partition, secretId, cancellationToken: cancellationToken);
        if (!row.HasValue || LongText.Read(row.Value!, PayloadProperty) is not { } payload)
        {
            return null;
        }

        try
        {
            return ProtectorOf(secretId).Unprotect(payload);
        }
        catch (CryptographicException exception)
        {
            throw new SecretUnreadableException(
                $"The secret {secretId} cannot be decrypted: its key is not in {_keyFolder}. Put the key files back, or enter the credentials again.",
                exception);
        }
    }

    public Task DeleteAsync(string secretId, CancellationToken cancellationToken) =>
        _tables.Connections.DeleteEntityAsync(Partition, secretId, ETag.All, cancellationToken);

    public async IAsyncEnumerable<string> ListAddedBeforeAsync(DateTimeOffset instant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ids are in the order of their making.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {ResourceId.New(instant)}");
        await foreach (var row in _tables.Connections.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            yield return row.RowKey;
        }
    }

    private IDataProtectionProvider OpenKeys()
    {
        var keys = KeyFolder.Open(_keyFolder);
        LogKeyFolder(_keyFolder);
        return keys;
    }

    private IDataProtector ProtectorOf(string secretId) => _keys.Value.CreateProtector(Purpose, secretId);

    [LoggerMessage(1404, LogLevel.Information, "The secrets of connections and endpoints are encrypted with the keys in {Folder}: keep a copy of it. Where several machines run the application, set Secrets:KeyVaultUri instead.")]
    private partial void LogKeyFolder(string folder);
}
