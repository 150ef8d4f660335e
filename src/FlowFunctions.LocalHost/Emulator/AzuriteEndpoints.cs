using System.Data.Common;
using System.Globalization;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>The three services of a storage emulator on this machine.</summary>
internal sealed record AzuriteEndpoints(int BlobPort, int QueuePort, int TablePort)
{
    /// <summary>The address the emulator listens on. Not "localhost", which a client may resolve to IPv6 first.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>The connection string to an emulator on its default ports.</summary>
    public const string DevelopmentStorage = "UseDevelopmentStorage=true";

    private const string Account = "devstoreaccount1";

    // The emulator's account and key are fixed and published: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static AzuriteEndpoints Default { get; } = new(10000, 10001, 10002);

    public IReadOnlyList<(string Service, int Port)> Services => [("blob", BlobPort), ("queue", QueuePort), ("table", TablePort)];

    public string ConnectionString => ConnectionStringOf(Account);

    /// <summary>To one of the emulator's accounts; all of them have the published key.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};" +
        $"BlobEndpoint=http://{Host}:{BlobPort}/{account};QueueEndpoint=http://{Host}:{QueuePort}/{account};TableEndpoint=http://{Host}:{TablePort}/{account};";

    /// <summary>The value of AZURITE_ACCOUNTS, which replaces the usual account; null where that is all there is.</summary>
    public static string? AccountsSetting(IReadOnlyList<string> furtherAccounts) =>
        furtherAccounts.Count == 0 ? null : string.Join(';', furtherAccounts.Prepend(Account).Select(account => $"{account}:{Key}"));

    /// <summary>The emulator that a connection string names; null where it names a storage account.</summary>
    public static AzuriteEndpoints? Of(string connectionString)
    {
        if (PartsOf(connectionString) is not { } parts)
        {
            return null;
        }

        if (AsksForDevelopmentStorage(parts))
        {
            return Default;
        }

        return Value(parts, "AccountName") == Account
            && LoopbackPort(parts, "BlobEndpoint") is { } blob
            && LoopbackPort(parts, "QueueEndpoint") is { } queue
            && LoopbackPort(parts, "TableEndpoint") is { } table
                ? new AzuriteEndpoints(blob, queue, table)
                : null;
    }

    /// <summary>Whether a connection string says nothing but <see cref="DevelopmentStorage"/>, with blanks where somebody's editor has put them.</summary>
    public static bool IsDevelopmentStorage(string connectionString) => PartsOf(connectionString) is { Count: 1 } parts && AsksForDevelopmentStorage(parts);

    /// <summary>Null where it cannot be read: the storage client names what is wrong with it.</summary>
    private static DbConnectionStringBuilder? PartsOf(string connectionString)
    {
        try
        {
            return new() { ConnectionString = connectionString };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool AsksForDevelopmentStorage(DbConnectionStringBuilder parts) => Value(parts, "UseDevelopmentStorage").Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string Value(DbConnectionStringBuilder parts, string key) =>
        parts.TryGetValue(key, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" : "";

    private static int? LoopbackPort(DbConnectionStringBuilder parts, string key) =>
        Uri.TryCreate(Value(parts, key), UriKind.Absolute, out var endpoint) && endpoint.IsLoopback && endpoint.Scheme == Uri.UriSchemeHttp
            ? endpoint.Port
            : null;
}
