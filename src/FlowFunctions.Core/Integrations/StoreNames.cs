using System.Globalization;
using System.Text;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Core.Integrations;

/// <summary>
/// What files and tables may be called: names within their container, bucket or dataset that lead nowhere else, and that every library on the way leaves as they
/// are. A name is held to it when a job is defined, and again wherever one goes to a store: a definition may be older than the rule, and a store lists what others
/// put there.
/// </summary>
public static class StoreNames
{
    /// <summary>Of a blob: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names.</summary>
    public const int MaximumBlobSegments = 254;

    private const char Separator = '/';

    /// <summary>
    /// Why a name is none of a file or table, as a sentence that begins with "Must"; null for one that is. Names with <c>*</c> and <c>?</c> are held to the same,
    /// whether these are meant as themselves or as wildcards.
    /// </summary>
    /// <param name="store">Where the file or table is.</param>
    /// <param name="name">As it is there, not encoded for an address.</param>
    public static string? FindFault(ConnectionType store, string name) => Find(store, name, isFolderTaken: false);

    /// <summary>The same where the name may be a folder's, which ends with <c>/</c>.</summary>
    public static string? FindFaultOfTarget(ConnectionType store, string name) => Find(store, name, isFolderTaken: true);

    private static string? Find(ConnectionType store, string name, bool isFolderTaken)
    {
        if (name.Length == 0)
        {
            return "Must not be empty.";
        }

        if (HasLoneSurrogate(name))
        {
            return "Must be Unicode text: it has half of a surrogate pair.";
        }

        var length = Encoding.UTF8.GetByteCount(name);
        return length > StoreItem.MaximumNameLength
            ? string.Create(CultureInfo.InvariantCulture, $"Must be at most {StoreItem.MaximumNameLength} bytes of UTF-8, but is {length}.")
            : store == ConnectionType.GoogleBigQuery ? FindFaultOfTable(name)
            : FindFaultOfFile(store, name, isFolderTaken);
    }

    /// <summary>
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html, and of blobs where <see cref="MaximumBlobSegments"/> says. Amazon S3 itself takes
    /// more, but addresses are no addresses of it: whatever reads one resolves <c>.</c> and <c>..</c>, and drops slashes.
    /// </summary>
    private static string? FindFaultOfFile(ConnectionType store, string name, bool isFolderTaken)
    {
        if (name.Any(char.IsControl))
        {
            return "Must not contain control characters.";
        }

        // What lists files does so in XML, which has no such characters.
        if (name.AsSpan().IndexOfAny('\ufffe', '\uffff') >= 0)
        {
            return "Must not contain U+FFFE and U+FFFF, which are no characters.";
        }

        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "Must not contain backslashes; '/' separates folders.";
        }

        if (name[0] == Separator)
        {
            return "Must not begin with '/': a name is within its container or bucket.";
        }

        var segments = name.Split(Separator);
        var isFolder = segments[^1].Length == 0;
        var path = isFolder ? segments[..^1] : segments;
        return path.Contains("") ? "Must not have an empty segment: no two slashes in a row."
            : path.Any(segment => segment is "." or "..") ? "Must not have a segment '.' or '..': a name leads nowhere but into its container or bucket."
            : isFolder && !isFolderTaken ? "Must be the path of a file, not of a folder."
            : store == ConnectionType.AzureBlob ? FindFaultOfBlob(path)
            : null;
    }

    private static string? FindFaultOfBlob(string[] path) =>
        path.Any(segment => segment.EndsWith('.')) ? "Must not have a segment that ends with a dot, which Azure Storage may drop."
        : path.Length > MaximumBlobSegments ? string.Create(CultureInfo.InvariantCulture, $"Must have at most {MaximumBlobSegments} segments, but has {path.Length}.")
        : null;

    /// <summary>https://cloud.google.com/bigquery/docs/tables#table_naming</summary>
    private static string? FindFaultOfTable(string name) => name.EnumerateRunes().All(IsTableCharacter)
        ? null
        : "Must be the name of a table alone, without project and dataset: letters, marks, digits, connectors, dashes and spaces.";

    private static bool HasLoneSurrogate(string name)
    {
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return true;
            }

            rest = rest[consumed..];
        }

        return false;
    }

    private static bool IsTableCharacter(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.SpaceSeparator;
}
