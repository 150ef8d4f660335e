using System.Text;
using FlowFunctions.Core.Connections;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Tests.Targets.Stores.BigQuery;

/// <summary>A dataset of its own for each test.</summary>
public abstract class BigQueryTestBase : IAsyncLifetime
{
    private StoreHost? _host;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected FakeBigQuery Google { get; private set; } = null!;

    private protected IDataStore Store => field ??= Open(Google.ServiceAccountKey);

    public async ValueTask InitializeAsync()
    {
        Google = await FakeBigQuery.StartAsync();
        _host = new(("Targets:GoogleBigQuery:ServiceAddress", Google.Url), ("Targets:GoogleBigQuery:TokenAddress", $"{Google.Url}/token"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        await Google.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected IDataStore Open(Dictionary<string, string> key, string dataset = FakeBigQuery.Dataset) =>
        _host!.Open(new GoogleBigQuerySettings(dataset), new GoogleBigQuerySecret(key), "Warehouse");

    private protected async Task<string> ReadTextAsync(string table) => Encoding.UTF8.GetString(await Store.ReadAsync(table));
}
