using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.Storage;

/// <summary>
/// Connects to the storage account that the setting <c>AzureWebJobsStorage</c> names, in the forms that the Functions host understands: a connection
/// string, or <c>AzureWebJobsStorage__accountName</c> or <c>AzureWebJobsStorage__tableServiceUri</c> with the application's identity
/// (and <c>AzureWebJobsStorage__clientId</c> for a user-assigned one).
/// </summary>
internal static class TableServiceClientFactory
{
    private const string Setting = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">The setting is missing or cannot be read; the message has the cure.</exception>
    public static TableServiceClient Create(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } connectionString)
        {
            // The parser's own message may quote the connection string, which holds the account's key: it is not passed on.
            return TryFromConnectionString(connectionString)
                ?? throw new InvalidOperationException(
                    $"The connection string in {Setting} cannot be read. Copy it again from the storage account's access keys.");
        }

        var section = configuration.GetSection(Setting);
        return section["tableServiceUri"] is { Length: > 0 } address
            ? FromIdentity(address, section)
            : section["accountName"] is { Length: > 0 } account
            ? FromIdentity($"https://{account}.table.core.windows.net", section)
            : throw new InvalidOperationException(
                $"No storage account is configured. Set {Setting} to a connection string (UseDevelopmentStorage=true for Azurite), or {Setting}__accountName to use the application's identity.");
    }

    private static TableServiceClient? TryFromConnectionString(string connectionString)
    {
        try
        {
            return new(connectionString, Options());
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TableServiceClient FromIdentity(string address, IConfigurationSection section) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new(uri, new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] }), Options())
            : throw new InvalidOperationException($"{Setting}__tableServiceUri is not an absolute address: '{address}'.");

    /// <summary>Short retries: a caller who waits is better told to come back (503) than kept for a minute.</summary>
    private static TableClientOptions Options()
    {
        var options = new TableClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
        return options;
    }
}
