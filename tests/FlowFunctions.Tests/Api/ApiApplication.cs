using System.Reflection;
using FlowFunctions.Definitions;
using FlowFunctions.Security;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace FlowFunctions.Tests.Api;

/// <summary>The application with tables of its own, behind the Functions host's routing, with a clock that the test turns and no runs.</summary>
internal sealed class ApiApplication : IAsyncDisposable
{
    public const string EditorKey = "editor-key-0123456789abcdefghijklmnopqrstuvwxyz";
    public const string OtherEditorKey = "another-editor-key-0123456789abcdefghijklmnop";
    public const string OperatorKey = "operator-key-0123456789abcdefghijklmnopqrstuv";
    public const string ViewerKey = "viewer-key-0123456789abcdefghijklmnopqrstuvwx";

    private readonly IHost _host;

    private ApiApplication(IHost host, FakeTimeProvider time, Mock<DurableTaskClient> durable)
    {
        _host = host;
        Time = time;
        Durable = durable;
        Client = ClientWith(EditorKey);
    }

    public FakeTimeProvider Time { get; }

    public Mock<DurableTaskClient> Durable { get; }

    /// <summary>Calls as the editor "ann".</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    public FlowStore Flows => Services.GetRequiredService<FlowStore>();

    public IntegrationStore Integrations => Services.GetRequiredService<IntegrationStore>();

    public ConnectionStore Connections => Services.GetRequiredService<ConnectionStore>();

    public static async Task<ApiApplication> StartAsync(string connectionString, Action<IServiceCollection>? configure = null, bool makeTables = true)
    {
        // Where the worker looks for the parts that its Sdk has generated.
        Assembly.SetEntryAssembly(typeof(FlowFunctionsApplication).Assembly);
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.UseFlowFunctions();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["Flows:StoragePrefix"] = "A" + Guid.CreateVersion7().ToString("N")[^15..],
            ["Flows:StorageTimeout"] = HostedApp.StorageTimeout,
        });
        builder.Logging.ClearProviders();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<TimeProvider>(time);
        configure?.Invoke(builder.Services);

        var application = new ApiApplication(builder.Build(), time, new Mock<DurableTaskClient>("test"));
        application.AddKeys();
        if (makeTables)
        {
            var cancel = TestContext.Current.CancellationToken;
            await Task.WhenAll(
            [
                .. application.Services.GetRequiredService<StorageTables>().All.Select(table => table.CreateIfNotExistsAsync(cancel)),
                .. application.Services.GetRequiredService<StorageQueues>().All.Select(queue => queue.CreateIfNotExistsAsync(cancellationToken: cancel)),
                .. application.Services.GetRequiredService<StorageContainers>().All.Select(container => container.CreateIfNotExistsAsync(cancellationToken: cancel)),
            ]);
            application.Services.GetRequiredService<StorageReadiness>().MarkReady();
        }

        return application;
    }

    public HttpClient ClientWith(string? key)
    {
        var client = new HttpClient(new FunctionsHostHandler(Services, Durable.Object)) { BaseAddress = new("http://localhost:7071") };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        return client;
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    private void AddKeys()
    {
        var keys = Services.GetRequiredService<KeyRing>();
        keys.Add(EditorKey, new("ann", Role.Editor));
        keys.Add(OtherEditorKey, new("bob", Role.Editor));
        keys.Add(OperatorKey, new("olga", Role.Operator));
        keys.Add(ViewerKey, new("victor", Role.Viewer));
    }
}
