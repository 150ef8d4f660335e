using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>The user's ledger, which all hosts of the installation share: one row of table <c>Targets</c>. Thread-safe.</summary>
internal sealed class BudgetStore(StorageTables tables, IOptions<AnaplanOptions> options)
{
    private const string Partition = "budget";
    private const string LedgerProperty = "Ledger";

    private readonly Lazy<string> _row = new(() => RowOf(options.Value));

    /// <summary>An empty ledger with the default version where there is no row yet.</summary>
    public async Task<(BudgetLedger Ledger, ETag Version)> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await tables.Targets.GetEntityIfExistsAsync<TableEntity>(Partition, _row.Value, cancellationToken: cancellationToken);
        return row.HasValue ? (BudgetLedger.Parse(row.Value!.GetString(LedgerProperty)), row.Value.ETag) : (BudgetLedger.Empty, default);
    }

    /// <returns>The new version; null where another host was faster, and nothing is written then.</returns>
    public Task<ETag?> TryWriteAsync(BudgetLedger ledger, ETag version, CancellationToken cancellationToken) =>
        tables.Targets.TryWriteAsync(
            new TableEntity(Partition, _row.Value) { [LedgerProperty] = ledger.ToString() }, version, cancellationToken);

    /// <summary>The service counts by user; a certificate belongs to one.</summary>
    private static string RowOf(AnaplanOptions options)
    {
        var user = options.HasCertificate ? ClientCertificate.ThumbprintOf(options) : options.UserName?.ToUpperInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.ApiAddress.ToUpperInvariant()} {user}")));
    }
}
