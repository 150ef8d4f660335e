using Azure.Core.Pipeline;
using Azure.Data.Tables;
using FlowFunctions.Definitions;
using FlowFunctions.Storage;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Storage;

/// <summary>Tables of its own for one test, and stores on them as one process has them.</summary>
internal sealed class StorageScope
{
    private readonly TableServiceClient _account;
    private readonly IOptions<StorageOptions> _options;

    private StorageScope(string connectionString)
    {
        ConnectionString = connectionString;
        _account = new(connectionString);
        Prefix = "T" + Guid.CreateVersion7().ToString("N")[^15..];
        _options = Options.Create(new StorageOptions { StoragePrefix = Prefix });
        Tables = new(_account, _options);
        Flows = new(Tables);
        Integrations = new(Tables);
    }

    public string ConnectionString { get; }

    public string Prefix { get; }

    public StorageTables Tables { get; }

    public FlowStore Flows { get; }

    public IntegrationStore Integrations { get; }

    public static async Task<StorageScope> CreateAsync(string connectionString)
    {
        var scope = new StorageScope(connectionString);
        await Task.WhenAll(scope.Tables.All.Select(table => table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken)));
        return scope;
    }

    /// <summary>Flows as another process sees them: with an index of its own.</summary>
    public FlowStore FlowsOfAnotherProcess() => new(new(_account, _options));

    /// <summary>The same, with every request going through <paramref name="transport"/>.</summary>
    public FlowStore FlowsThrough(HttpPipelineTransport transport, string connectionString, TimeProvider? time = null) =>
        new(new(new TableServiceClient(connectionString, new TableClientOptions { Transport = transport }), _options), time);

    /// <summary>The same tables with every request going through <paramref name="transport"/>, which is repeated at once, so many times at the most.</summary>
    public StorageTables TablesThrough(HttpPipelineTransport transport, int retries)
    {
        var options = new TableClientOptions
        {
            Transport = transport,
            Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
        };
        return new(new TableServiceClient(ConnectionString, options), _options);
    }
}
