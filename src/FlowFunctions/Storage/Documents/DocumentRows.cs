using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace FlowFunctions.Storage;

/// <summary>
/// The rows of one kind of document, all in one partition so that those that belong together change in one transaction:
/// the document under its id, a row per name that keeps names unique, and the version row that changes whenever the key index would.
/// </summary>
internal sealed class DocumentRows<TDocument>(string partition)
    where TDocument : Document
{
    public const string VersionRowKey = "version";

    /// <summary>Ids are hex digits; the keys of all other rows start with a letter behind them.</summary>
    private const string BehindIds = "g";
    private const string ContentProperty = "Document";
    private const string NameProperty = "Name";
    private const string CreatedByProperty = "CreatedBy";
    private const string ReferencesProperty = "References";
    private const string ActiveRunProperty = "ActiveRun";
    private const string StateProperty = "State";
    private const string LatestProperty = "LatestDate";
    private const string ModifiedProperty = "ModificationDate";
    private const string IdProperty = "Id";
    private const string VersionProperty = "Version";

    public static readonly string[] IndexProperties = ["RowKey", NameProperty, CreatedByProperty, ReferencesProperty];

    public static readonly string[] HeldProperties = ["RowKey", ActiveRunProperty];

    public static readonly string[] StandingProperties = ["RowKey", StateProperty, LatestProperty, ModifiedProperty];

    public string Partition => partition;

    public string AllDocuments => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {BehindIds}");

    /// <summary>Those with a lock that a run holds.</summary>
    public string ActiveDocuments => AllDocuments + $" and {ActiveRunProperty} ne ''";

    public string DocumentsBetween(string firstId, string lastId) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {firstId} and RowKey le {lastId}");

    /// <summary>Those of a few documents, whose ids are in order. The account looks through all between the first and the last, and sends only what it finds.</summary>
    public string DocumentsOf(IReadOnlyList<string> ids) =>
        $"{DocumentsBetween(ids[0], ids[^1])} and ({string.Join(" or ", ids.Select(id => TableClient.CreateQueryFilter($"RowKey eq {id}")))})";

    public TableEntity OfDocument(TDocument document)
    {
        var row = OfStanding(document);
        row[NameProperty] = document.Name;
        row[CreatedByProperty] = document.CreatedBy;
        row["CreationDate"] = document.CreationDate;
        if (document.HeldBy is { } activeRun)
        {
            row[ActiveRunProperty] = activeRun;
        }

        if (document.References.Count > 0)
        {
            LongText.Write(row, ReferencesProperty, string.Join(' ', document.References));
        }

        row.WriteJson(ContentProperty, document);
        return row;
    }

    /// <summary>The part of a document's row that its standing is read from.</summary>
    public TableEntity OfStanding(TDocument document) => new(partition, document.Id)
    {
        [StateProperty] = document.State,
        [LatestProperty] = document.LatestDate,
        [ModifiedProperty] = document.ModificationDate,
    };

    public static TDocument ToDocument(TableEntity row) =>
        row.ReadJson<TDocument>(ContentProperty) with { ETag = row.ETag };

    public static HeldDocument ToHeld(TableEntity row) => new(row.RowKey, row.GetString(ActiveRunProperty));

    /// <summary>The texts of a row, in characters.</summary>
    public static int CharactersOf(TableEntity row) => row.Keys.Sum(key => (row[key] as string)?.Length ?? 0);

    public static IndexEntry ToIndexEntry(TableEntity row) =>
        new(
            row.RowKey,
            row.GetString(NameProperty),
            row.GetString(CreatedByProperty),
            row.GetString(ReferencesProperty)?.Split(' ') ?? []);

    /// <summary>Null for a row that an earlier version wrote, which has none.</summary>
    public static Standing? ToStanding(TableEntity row) =>
        row.GetDateTimeOffset(ModifiedProperty) is { } modified ? new(row.GetString(StateProperty), row.GetDateTimeOffset(LatestProperty), modified) : null;

    /// <summary>The key is a digest because names may hold characters that keys may not.</summary>
    public static string NameKey(string name) =>
        "name:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToUpperInvariant())));

    public TableEntity OfName(TDocument document) => new(partition, NameKey(document.Name)) { [NameProperty] = document.Name, [IdProperty] = document.Id };

    public static string? IdOfName(TableEntity row) => row.GetString(IdProperty);

    /// <summary>A value that no version row had before.</summary>
    public TableEntity NextVersion() => new(partition, VersionRowKey) { [VersionProperty] = Guid.CreateVersion7().ToString("N") };

    public static string VersionOf(TableEntity row) => row.GetString(VersionProperty);
}
