using System.Globalization;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Connections;

/// <summary>Reads the names that the clouds give to their places, by the clouds' own rules: what exists there can be named here.</summary>
internal static class PlaceNames
{
    private const int MaximumDatasetLength = 1024;

    /// <summary>https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name; host names ignore case, so that any case works.</summary>
    public static string? ReadStorageAccount(DocumentValue value) => Read(
        value,
        name => name.Length is >= 3 and <= 24 && name.All(char.IsAsciiLetterOrDigit),
        "Must be the name of a storage account alone, not its address: 3 to 24 letters and digits.");

    /// <summary>https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata</summary>
    public static string? ReadContainer(DocumentValue value) => Read(
        value,
        name => name is "$root" or "$web" or "$logs"
            || (name.Length is >= 3 and <= 63
                && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                && name[0] != '-' && name[^1] != '-'
                && !name.Contains("--", StringComparison.Ordinal)),
        "Must be the name of a container: 3 to 63 lower case letters, digits and single hyphens, the first and the last no hyphen.");

    /// <summary>
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; with capitals, underscores and up to 255 characters, which buckets of
    /// the region us-east-1 from before March 2018 may have.
    /// </summary>
    public static string? ReadBucket(DocumentValue value) => Read(
        value,
        name => name.Length is >= 3 and <= 255
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
            && !name.Contains("..", StringComparison.Ordinal)
            && !IsAddress(name),
        "Must be the name of a bucket alone, without 's3://': 3 to 255 letters, digits, dots, hyphens and underscores, the first and the last a letter or digit, no two dots in a row, no IP address.");

    /// <summary>https://cloud.google.com/bigquery/docs/datasets#dataset-naming</summary>
    public static string? ReadDataset(DocumentValue value) => Read(
        value,
        name => name.Length is >= 1 and <= MaximumDatasetLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'),
        $"Must be the id of a dataset alone, without its project: 1 to {MaximumDatasetLength} letters, digits and underscores.");

    private static bool IsAddress(string name) =>
        name.Split('.') is { Length: 4 } parts && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static string? Read(DocumentValue value, Func<string, bool> isName, string rule)
    {
        if (value.AsString() is not { } name)
        {
            return null;
        }

        if (!isName(name))
        {
            value.Refuse(rule);
            return null;
        }

        return name;
    }
}
