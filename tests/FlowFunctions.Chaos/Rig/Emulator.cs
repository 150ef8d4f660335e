using System.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Sas;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;

namespace FlowFunctions.Chaos.Rig;

/// <summary>
/// The storage of a trial, on disk. It is stopped properly or frozen, never killed: it writes its tables down every few seconds, and killed it would lose what it has acknowledged, which an
/// account of Azure does not.
/// </summary>
internal sealed class Emulator : IAsyncDisposable
{
    /// <summary>Another than the emulator's own: for the hosts it is an account like any other, which they do not start again.</summary>
    public const string Account = "chaos";

    private const int Attempts = 5;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private ManagedAzurite _azurite;

    private Emulator(string folder, AzuriteEndpoints endpoints, ManagedAzurite azurite)
    {
        _folder = folder;
        Endpoints = endpoints;
        _azurite = azurite;
    }

    public AzuriteEndpoints Endpoints { get; }

    /// <exception cref="ChaosException">It does not start.</exception>
    public static async Task<Emulator> StartAsync(string folder, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var endpoints = FreeEndpoints();
            try
            {
                return new(folder, endpoints, await ManagedAzurite.EnsureAsync(SettingsOf(folder, endpoints), TimeProvider.System, cancellationToken: cancellationToken));
            }
            catch (AzuriteException) when (attempt < Attempts)
            {
                // Between finding a port free and listening on it another process has taken it, most likely; the last attempt's reason is told.
            }
            catch (AzuriteException fault)
            {
                throw new ChaosException(fault.Message, fault);
            }
        }
    }

    /// <summary>Asks it past all faults, once.</summary>
    public TableServiceClient Tables() => new(Endpoints.ConnectionStringOf(Account), new TableClientOptions { Retry = { MaxRetries = 0 } });

    /// <summary>A signature for all of the account's queues, as a query without a question mark.</summary>
    public string SignatureOfQueues() => new QueueServiceClient(Endpoints.ConnectionStringOf(Account))
        .GenerateAccountSasUri(AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddDays(7), AccountSasResourceTypes.All).Query[1..];

    /// <summary>Stops it; its data stays.</summary>
    public ValueTask StopAsync() => _azurite.DisposeAsync();

    /// <summary>Starts it again on the same ports, with the data that it had.</summary>
    /// <exception cref="ChaosException">It does not start.</exception>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            _azurite = await ManagedAzurite.EnsureAsync(SettingsOf(_folder, Endpoints), TimeProvider.System, cancellationToken: cancellationToken);
        }
        catch (AzuriteException fault)
        {
            throw new ChaosException(fault.Message, fault);
        }
    }

    /// <summary>From now on it accepts connections and answers nothing.</summary>
    public Task FreezeAsync() => Signals.StopAsync(ProcessId);

    /// <summary>It goes on where it was, with what was asked meanwhile.</summary>
    public Task ThawAsync() => Signals.ContinueAsync(ProcessId);

    public ValueTask DisposeAsync() => _azurite.DisposeAsync();

    private int ProcessId => _azurite.ProcessId ?? throw new ChaosException("Azurite has ended by itself.");

    private static AzuriteSettings SettingsOf(string folder, AzuriteEndpoints endpoints) =>
        new() { Endpoints = endpoints, Location = Path.Combine(folder, "azurite"), FurtherAccounts = [Account], StartWithin = StartsWithin };

    private static AzuriteEndpoints FreeEndpoints() => FreePorts.Take(3) is [var blob, var queue, var table] ? new(blob, queue, table) : throw new UnreachableException();
}
