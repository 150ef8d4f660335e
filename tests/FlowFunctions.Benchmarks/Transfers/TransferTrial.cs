using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.Benchmarks.Transfers;

/// <summary>
/// Takes a large file from Azurite into a simulated model and out again, with the application, the simulator and Azurite each in a process of its own, and tells how
/// long each took and how much memory the application had. Beside it stand a plain copy of the same bytes to the same simulator, and gzip of them on one core.
/// </summary>
internal sealed class TransferTrial : IAsyncDisposable
{
    private readonly AzuriteEndpoints _storage = new(FreePort.Take(), FreePort.Take(), FreePort.Take());
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-functions-transfers-").FullName;
    private readonly List<Process> _processes = [];
    private readonly string _simulator = $"http://127.0.0.1:{FreePort.Take()}";
    private readonly HttpClient _app = new() { BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Take()}/2/0/"), Timeout = TimeSpan.FromMinutes(5) };
    private int _appProcessId;

    public static async Task RunAsync(long megabytes)
    {
        await using var trial = new TransferTrial();
        await trial.StartAsync();
        await trial.MeasureAsync(megabytes);
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();

        // The application first: it ends its Azurite.
        foreach (var process in Enumerable.Reverse(_processes))
        {
            using var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var model = Path.Combine(_folder, "model.json");
        await File.WriteAllTextAsync(model, SampleFile.Model);
        Start(Path.Combine(AppContext.BaseDirectory, "AnaplanSimulator.dll"), ["--urls", _simulator, "--model", model], []);
        _appProcessId = Start(
            Path.Combine(AppContext.BaseDirectory, "FlowFunctions.LocalHost.dll"),
            ["--urls", _app.BaseAddress!.GetLeftPart(UriPartial.Authority)],
            new()
            {
                ["AzureWebJobsStorage"] = _storage.ConnectionString,
                ["Targets__Anaplan__ApiAddress"] = _simulator,
                ["Targets__Anaplan__AuthAddress"] = _simulator,
                ["Targets__Anaplan__UserName"] = "planner@example.com",
                ["Targets__Anaplan__Password"] = "planner",
                ["Targets__AzureBlob__ServiceAddress"] = $"http://{AzuriteEndpoints.Host}:{_storage.BlobPort}/{{account}}",
            });
        await UntilAsync(async () => (await _app.GetAsync(new Uri("health", UriKind.Relative))).IsSuccessStatusCode);
        _app.DefaultRequestHeaders.Add("x-functions-key", (await File.ReadAllTextAsync(Path.Combine(_folder, ".flows", "dev-key"))).Trim());
    }

    private async Task MeasureAsync(long megabytes)
    {
        var files = new BlobServiceClient(_storage.ConnectionString).GetBlobContainerClient("transfers");
        await files.CreateIfNotExistsAsync();
        var bytes = await SampleFile.PutAsync(files.GetBlobClient("facts.csv"), megabytes * 1_000_000);
        var before = Memory();
        Tell("file", bytes, null);
        Tell("gzip on one core, alone", bytes, await PlainCopy.CompressAsync(files.GetBlobClient("facts.csv")));
        Tell("plain copy to the simulator, alone", bytes, await PlainCopy.RunAsync(files.GetBlobClient("facts.csv"), _simulator));

        var connection = await PostAsync("integrations/connections", new JsonObject
        {
            ["type"] = "AzureBlob",
            ["body"] = new JsonObject
            {
                ["name"] = "Transfers",
                ["storageAccountName"] = files.AccountName,
                ["containerName"] = files.Name,
                ["sasToken"] = files.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(6)).Query[1..],
            },
        });
        var connectionId = (string)connection["connections"]!["connectionId"]!;
        var import = await PostAsync("integrations", SampleFile.Import(connectionId));
        var export = await PostAsync("integrations", SampleFile.Export(connectionId));
        var steps = new[] { import, export }.Select(created => (string)created["integration"]!["integrationId"]!).ToArray();
        var flow = await PostAsync("integrationflows", new JsonObject
        {
            ["name"] = "Transfers",
            ["steps"] = new JsonArray(new JsonObject { ["referrer"] = steps[0] }, new JsonObject { ["referrer"] = steps[1], ["dependsOn"] = new JsonArray(steps[0]) }),
        });
        var phases = await RunAsync((string)flow["integrationFlow"]!["integrationFlowId"]!);
        Tell("import: upload", bytes, phases.GetValueOrDefault("Uploading"));
        Tell("export: download", bytes, phases.GetValueOrDefault("Exporting"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"application: {before:N0} MiB before, {Memory("VmHWM"):N0} MiB at most"));
        var exported = (await files.GetBlobClient("out.csv").GetPropertiesAsync()).Value.ContentLength;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes went in, {exported:N0} came out"));
    }

    /// <returns>For how long a step of the run said that it was doing something, by the first word of what it said.</returns>
    private async Task<Dictionary<string, TimeSpan>> RunAsync(string flowId)
    {
        var runId = (string)(await PostAsync($"integrationflows/{flowId}/run", null))["run"]!["id"]!;
        var phases = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var last = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var run = (await _app.GetFromJsonAsync<JsonNode>($"integrationflows/{flowId}/runs/{runId}"))!["run"]!;
            var now = TimeProvider.System.GetTimestamp();
            foreach (var step in run["steps"]!.AsArray().Where(step => (string?)step!["status"] == "running" && step["message"] is not null))
            {
                var phase = ((string)step!["message"]!).Split(' ')[0];
                phases[phase] = phases.GetValueOrDefault(phase) + TimeProvider.System.GetElapsedTime(last, now);
            }

            last = now;
            if (run["endDate"] is not null)
            {
                Console.WriteLine($"run: {run["message"]}");
                foreach (var step in run["steps"]!.AsArray())
                {
                    Console.WriteLine($"  {step!["name"]}: {step["status"]}, {step["message"]}");
                }

                return phases;
            }

            await Task.Delay(100);
        }
    }

    private static void Tell(string what, long bytes, TimeSpan? took) => Console.WriteLine(
        took is { TotalSeconds: > 0 } time
            ? string.Create(CultureInfo.InvariantCulture, $"{what}: {time.TotalSeconds:0.0} s, {bytes / 1e6 / time.TotalSeconds:0} MB/s")
            : string.Create(CultureInfo.InvariantCulture, $"{what}: {bytes / 1e6:N0} MB"));

    /// <summary>Of the application, in MiB: what is resident now, or was at most.</summary>
    private long Memory(string counter = "VmRSS") =>
        long.Parse(File.ReadLines($"/proc/{_appProcessId}/status").First(line => line.StartsWith(counter, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;

    private async Task<JsonNode> PostAsync(string path, JsonNode? body)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var answer = await _app.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"POST {path}: {text}");
    }

    /// <returns>The id of the process.</returns>
    private int Start(string assembly, IEnumerable<string> arguments, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
        return process.Id;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(200);
        }

        throw new TimeoutException("The application does not answer.");
    }
}
