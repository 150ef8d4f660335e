using System.Text;
using System.Text.Json.Nodes;
using AnaplanSimulator;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd.Anaplan;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>
/// Imports of seven models, each held in another of its phases by a service that does not answer, in an application that is killed then and started again. Each phase has a
/// model of its own, so that one kill is enough for all of them.
/// </summary>
internal static class KilledImports
{
    private const string BadRow = "BAD,Bad,Fruit,XYZ\n";

    /// <summary>Of which nobody can tell whether it had an effect.</summary>
    private const string Unknown = "before the task";

    private static readonly (string Phase, Func<string, Fault[]> Faults)[] Phases =
    [
        ("before the upload", model => [new() { Requests = $"POST **/models/{model}/files/*", Hang = true }]),
        ("in the middle of the chunks", model => [new() { Requests = $"PUT **/models/{model}/files/*/chunks/1", Hang = true }]),
        ("before the end of the upload", model => [new() { Requests = $"POST **/models/{model}/files/*/complete", Hang = true }]),
        (Unknown, model => [new() { Requests = $"POST **/models/{model}/imports/*/tasks", Hang = true }]),
        ("after the task was made", model =>
        [
            new() { Requests = $"POST **/models/{model}/imports/*/tasks", LoseAnswer = true },
            new() { Requests = $"GET **/models/{model}/imports/*/tasks", Skip = 1, Hang = true },
        ]),
        ("while it polls", model => [new() { Requests = $"GET **/models/{model}/imports/*/tasks/*", Hang = true }]),
        ("before the outcome is recorded", model => [new() { Requests = $"GET **/models/{model}/imports/*/tasks/*/dump/chunks", Hang = true }]),
    ];

    public static async Task GoOnAsync(AzuriteFixture azurite, CancellationToken cancellationToken)
    {
        await using var loads = await SimulatedLoads.StartAsync(
            azurite.ConnectionString, Phases.Length, new SimulatorSettings { Tasks = new TaskTiming { Duration = TimeSpan.FromMilliseconds(50) } });
        var products = Products();
        await loads.PutFileAsync("products.csv", products);
        await loads.PutFileAsync("currencies.csv", "Code,Name\nEUR,Euro\n");
        using var folder = AppFolder.Create(
            azurite.NewAccount(),
            new Dictionary<string, string>(loads.Settings("__"), StringComparer.Ordinal) { ["Targets__Anaplan__RequestTimeout"] = "00:02:00" });
        var runs = new List<(string Phase, string Model, string Integration, string Flow, string Run)>();

        await using (var first = await AppProcess.StartAsync(folder, cancellationToken))
        {
            var connection = (string)(await first.PostAsync("2/0/integrations/connections", loads.Connection("Loads"), cancellationToken))["connections"]!["connectionId"]!;
            for (var phase = 0; phase < Phases.Length; phase++)
            {
                var model = SimulatedLoads.ModelId(phase);
                foreach (var fault in Phases[phase].Faults(model))
                {
                    loads.Simulator.Add(fault);
                }

                var name = Phases[phase].Phase;
                var import = await CreateAsync(first, SimulatedLoads.Import($"products {name}", model, connection, "products.csv"), cancellationToken);
                var after = await CreateAsync(
                    first,
                    SimulatedLoads.Import($"currencies {name}", model, connection, "currencies.csv", SimulatedLoads.CurrenciesImport, SimulatedLoads.CurrenciesFile),
                    cancellationToken);
                var flow = (string)(await first.PostAsync("2/0/integrationflows", SimulatedLoads.Chain(name, timeout: null, import, after), cancellationToken))["integrationFlow"]!["integrationFlowId"]!;
                var run = (string)(await first.PostAsync($"2/0/integrationflows/{flow}/run", null, cancellationToken))["run"]!["id"]!;
                runs.Add((name, model, import, flow, run));
            }

            await Wait.Until(() => loads.Simulator.Faults.Count == 0, describe: () => string.Join(", ", loads.Simulator.Faults.Select(fault => fault.Requests)));
            await first.KillAsync();
        }

        await using var second = await AppProcess.StartAsync(folder, cancellationToken);
        foreach (var (phase, model, integration, flow, run) in runs)
        {
            var record = await Crash.EndAsync(
                async () => (await second.GetAsync($"2/0/integrationflows/{flow}/runs/{run}", cancellationToken))["run"]!,
                read => read["endDate"] is not null);
            var seen = $"killed {phase}: {record.ToJsonString()}";
            if (phase == Unknown)
            {
                // The first task of its action: the list that would have it may show those alone that run.
                Assert.True(string.Join(' ', record["steps"]!.AsArray().Select(step => (string)step!["status"]!)) == "failure success", seen);
                Assert.True(((string)record["steps"]![0]!["message"]!).Contains("may have been loaded: look into the model", StringComparison.Ordinal), seen);
                continue;
            }

            Assert.True((string)record["message"]! == "Completed with partial success: 1 of 2 steps", seen);
            Assert.True(string.Join(' ', record["steps"]!.AsArray().Select(step => (string)step!["status"]!)) == "partial_success success", seen);
            await AssertRecordedOnceAsync(second, integration, flow, (string)record["steps"]![0]!["runId"]!, seen, cancellationToken);

            Assert.True(loads.Simulator.Count($"POST **/models/{model}/imports/{SimulatedLoads.CurrenciesImport}/tasks") == 1, seen);
            using var upload = new StreamReader(loads.Simulator.OpenUpload(SimulatedLoads.ProductsFile, model)!);
            Assert.True(await upload.ReadToEndAsync(cancellationToken) == products, $"The file is not whole; {seen}");
        }

        // One of each action and model; the list has those of all models.
        Assert.Equal(Phases.Length - 1, loads.Simulator.TasksOf(SimulatedLoads.ProductsImport).Count);
        Assert.Equal(Phases.Length, loads.Simulator.TasksOf(SimulatedLoads.CurrenciesImport).Count);
        Assert.DoesNotContain("sig=", second.Output, StringComparison.Ordinal);
    }

    private static async Task AssertRecordedOnceAsync(AppProcess app, string integration, string flow, string stepRun, string seen, CancellationToken cancellationToken)
    {
        Assert.True((await app.GetAsync($"2/0/integrationflows/{flow}/runs", cancellationToken))["runs"]!.AsArray().Count == 1, seen);
        var latest = (await app.GetAsync($"2/0/integrationflows/{flow}", cancellationToken))["integrationFlow"]!["latestRun"]!;
        Assert.True((string)latest["message"]! == "Completed with partial success: 1 of 2 steps" && latest["endDate"] is not null, seen);

        var history = (await app.GetAsync($"2/0/integrations/runs/{integration}", cancellationToken))["history_of_runs"]!["runs"]!.AsArray();
        Assert.True(history.Count == 1 && (string)history[0]!["id"]! == stepRun && history[0]!["endDate"] is not null, $"{history.ToJsonString()} {seen}");
        var errors = (await app.GetAsync($"2/0/integrations/runerror/{stepRun}", cancellationToken))["runs"]!;
        Assert.True((bool)errors["errorMessages"]![0]!["failureDumpGenerated"]!, seen);
        Assert.Contains(BadRow.Trim(), await app.Client.GetStringAsync(new Uri($"2/0/integrations/run/{stepRun}/dump", UriKind.Relative), cancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> CreateAsync(AppProcess app, JsonNode integration, CancellationToken cancellationToken) =>
        (string)(await app.PostAsync("2/0/integrations", integration, cancellationToken))["integration"]!["integrationId"]!;

    /// <summary>Two chunks of rows, and one that the model rejects.</summary>
    private static string Products()
    {
        var text = new StringBuilder(SimulatedLoads.Header);
        for (var row = 0; row < 9; row++)
        {
            text.Append('W').Append(row).Append(",Wide ").Append(row).Append(',').Append((char)('a' + row), 1_000_000).Append(",\n");
        }

        return text.Append(BadRow).ToString();
    }
}
