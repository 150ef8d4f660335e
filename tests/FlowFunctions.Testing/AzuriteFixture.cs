using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.Testing;

/// <summary>
/// Storage emulators for the tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then take it in a test class's
/// constructor. Their data is in temporary folders that go with them, also when the test run is killed.
/// </summary>
/// <remarks>
/// There are two, because Azurite runs on one processor: one shared by all tests that read and write a few rows, one for those that need accounts of their own, which are mostly
/// applications that ask their queues all the time, and give up starting where storage does not answer.
/// </remarks>
public sealed class AzuriteFixture
{
    // Between finding a port free and listening on it, another process may take it.
    private const int Attempts = 5;

    // Made with the emulator, because it reads their names at its start.
    private static readonly string[] Accounts = [.. Enumerable.Range(1, 300).Select(number => $"account{number}")];

    // For the whole process, with whose end they end: who runs tests again and again, as mutation testing does, starts them once.
    private static readonly Lazy<AzuriteEndpoints> Shared = new(() => Task.Run(() => StartAsync([])).GetAwaiter().GetResult());
    private static readonly Lazy<AzuriteEndpoints> OfAccounts = new(() => Task.Run(() => StartAsync(Accounts)).GetAwaiter().GetResult());

    private static int _accountsTaken;

    public string ConnectionString => Running(Shared).ConnectionString;

    /// <summary>
    /// Connects to an account that no other test uses: for applications, of which many in one account would wait for each other in it.
    /// </summary>
    /// <exception cref="InvalidOperationException">More than 300 were asked for.</exception>
    public string NewAccount()
    {
        var number = Interlocked.Increment(ref _accountsTaken) - 1;
        return number < Accounts.Length
            ? Running(OfAccounts).ConnectionStringOf(Accounts[number])
            : throw new InvalidOperationException($"All {Accounts.Length} accounts are taken.");
    }

    /// <summary>An emulator starts when the first test asks: where none does, it is not needed.</summary>
    private static AzuriteEndpoints Running(Lazy<AzuriteEndpoints> emulator)
    {
        NeedsAttribute.Demand(Need.Azurite);
        return emulator.Value;
    }

    private static async Task<AzuriteEndpoints> StartAsync(IReadOnlyList<string> accounts)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ports = FreePorts.Take(3);
            var settings = new AzuriteSettings
            {
                Endpoints = new AzuriteEndpoints(ports[0], ports[1], ports[2]),
                Location = Path.Combine(Path.GetTempPath(), $"flow-functions-tests-{Environment.ProcessId}-{ports[0]}"),
                DeleteLocationAtEnd = true,
                FurtherAccounts = accounts,
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
