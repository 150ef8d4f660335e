using System.Text.Json;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>Makes folders that look as 'dotnet publish' leaves a function app, as far as the host looks before it starts the worker.</summary>
internal static class PublishedFolder
{
    public const string HostJson = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""";

    public const string WorkerConfig = """{ "description": { "language": "dotnet-isolated", "defaultExecutablePath": "dotnet", "defaultWorkerPath": "Sample.dll" } }""";

    private const string Folder = "app";

    /// <param name="folder">Gets the app in a folder of its own.</param>
    /// <param name="hostJson">Its content.</param>
    /// <param name="workerConfig">The content of worker.config.json; null for none.</param>
    /// <param name="functions">Each as a name and its bindings in JSON; null for one timer.</param>
    /// <returns>The path of the app.</returns>
    public static string In(
        TemporaryFolder folder, string? hostJson = HostJson, string? workerConfig = WorkerConfig, IEnumerable<(string Name, string Bindings)>? functions = null)
    {
        folder.Write($"{Folder}/Sample.dll", "");
        if (hostJson is not null)
        {
            folder.Write($"{Folder}/host.json", hostJson);
        }

        if (workerConfig is not null)
        {
            folder.Write($"{Folder}/worker.config.json", workerConfig);
        }

        functions ??= [("Tick", """[{ "name": "timer", "type": "timerTrigger", "direction": "In", "schedule": "0 * * * * *" }]""")];
        var list = functions.Select(function => $$"""{ "name": {{JsonSerializer.Serialize(function.Name)}}, "scriptFile": "Sample.dll", "language": "dotnet-isolated", "bindings": {{function.Bindings}} }""");
        folder.Write($"{Folder}/functions.metadata", $"[{string.Join(',', list)}]");
        return Path.Combine(folder.Path, Folder);
    }
}
