using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.Testing;

/// <summary>
/// A storage emulator for the tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then take it in a test class's
/// constructor. Its data is in a temporary folder that goes with it, also when the test run is killed.
/// </summary>
public sealed class AzuriteFixture
{
    // Between finding a port free and listening on it, another process may take it.
    private const int Attempts = 5;

    // Made with the emulator, because it reads their names at its start.
    private static readonly string[] Accounts = [.. Enumerable.Range(1, 200).Select(number => $"account{number}")];

    // One for the whole process, with whose end it ends: who runs tests again and again, as mutation testing does, starts it once.
    private static readonly Lazy<AzuriteEndpoints> Running = new(() => Task.Run(StartAsync).GetAwaiter().GetResult());

    private static int _accountsTaken;

    public string ConnectionString => Endpoints.ConnectionString;

    /// <summary>
    /// Connects to an account that no other test uses: for applications with queue triggers, whose queues have fixed names.
    /// </summary>
    /// <exception cref="InvalidOperationException">More than 200 were asked for.</exception>
    public string NewAccount()
    {
        var number = Interlocked.Increment(ref _accountsTaken) - 1;
        return number < Accounts.Length
            ? Endpoints.ConnectionStringOf(Accounts[number])
            : throw new InvalidOperationException($"All {Accounts.Length} accounts are taken.");
    }

    /// <summary>Of the emulator, which starts when the first test asks: where none does, it is not needed.</summary>
    internal AzuriteEndpoints Endpoints
    {
        get
        {
            NeedsAttribute.Demand(Need.Azurite);
            return Running.Value;
        }
    }

    private static async Task<AzuriteEndpoints> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var ports = FreePorts.Take(3);
            var settings = new AzuriteSettings
            {
                Endpoints = new AzuriteEndpoints(ports[0], ports[1], ports[2]),
                Location = Path.Combine(Path.GetTempPath(), $"flow-functions-tests-{Environment.ProcessId}-{ports[0]}"),
                DeleteLocationAtEnd = true,
                FurtherAccounts = Accounts,
                // The first start after an installation reads Azurite from a cold disk, beside other tests.
                StartWithin = TimeSpan.FromMinutes(2),
            };
            try
            {
                await ManagedAzurite.EnsureAsync(settings, TimeProvider.System);
                return settings.Endpoints;
            }
            catch (AzuriteException fault) when (attempt < Attempts && PortWasTaken(fault))
            {
                Console.Error.WriteLine($"Azurite for tests, attempt {attempt}: {fault.Message}");
            }
        }
    }

    private static bool PortWasTaken(AzuriteException fault) =>
        fault.Message.Contains("EADDRINUSE", StringComparison.Ordinal) || fault.Message.Contains("used by another program", StringComparison.Ordinal);
}
