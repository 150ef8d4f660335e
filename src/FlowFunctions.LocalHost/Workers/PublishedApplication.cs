using System.Text.Json;
using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;
using FlowFunctions.LocalHost.Rpc;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>A folder that <c>dotnet publish</c> has made of a function app.</summary>
internal sealed class PublishedApplication
{
    private const string Cure = "Name the folder that 'dotnet publish src/FlowFunctions --output DIR' has made.";
    private const string PublishAgain = "Publish the app again.";

    private PublishedApplication(string directory, string assembly)
    {
        Directory = directory;
        Assembly = assembly;
    }

    public string Directory { get; }

    /// <summary>The worker's program.</summary>
    public string Assembly { get; }

    /// <summary>Whether it is this repository's application, whose settings this host knows.</summary>
    public bool IsFlowFunctions => Path.GetFileNameWithoutExtension(Assembly) == typeof(FlowFunctionsApplication).Assembly.GetName().Name;

    /// <exception cref="StartupException">The folder holds no function app for this host.</exception>
    public static PublishedApplication Open(string directory)
    {
        var folder = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(folder))
        {
            throw new StartupException($"The folder '{directory}' of --app is not there. {Cure}");
        }

        var description = Path.Combine(folder, "worker.config.json");
        if (!File.Exists(description) || !File.Exists(Path.Combine(folder, "host.json")))
        {
            throw new StartupException($"'{directory}' holds no function app: it has no {(File.Exists(description) ? "host.json" : "worker.config.json")}. {Cure}");
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(description));
            var worker = json.RootElement.GetProperty("description");
            if (worker.TryGetProperty("language", out var language) && language.GetString() != "dotnet-isolated")
            {
                throw new StartupException($"'{directory}' holds an app in the language '{language.GetString()}'; the local host runs isolated workers of .NET alone. Run it with 'func start'.");
            }

            if (worker.TryGetProperty("defaultExecutablePath", out var executable) && executable.GetString() != "dotnet")
            {
                throw new StartupException($"{description} starts the worker with '{executable.GetString()}'; the local host starts workers with 'dotnet' alone. {PublishAgain}");
            }

            var assembly = Path.Combine(folder, worker.GetProperty("defaultWorkerPath").GetString() ?? "");
            return File.Exists(assembly) ? new(folder, assembly) : throw new StartupException($"'{assembly}', which {description} names as the worker, is not there. {PublishAgain}");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StartupException($"{description} does not describe a worker: {Sentence.Of(fault)} {PublishAgain}", fault);
        }
    }

    /// <summary>The functions as the build has listed them. What counts in the end is what the worker tells.</summary>
    /// <exception cref="StartupException">The list is not there or cannot be read, or has functions that this host cannot run.</exception>
    public IReadOnlyList<HostedFunction> ListedFunctions()
    {
        var path = Path.Combine(Directory, "functions.metadata");
        if (!File.Exists(path))
        {
            throw new StartupException($"'{Directory}' has no functions.metadata, the list of its functions. {PublishAgain}");
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return HostedFunction.Read(json.RootElement.EnumerateArray().Select(ToMetadata));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StartupException($"{path} does not list functions: {Sentence.Of(fault)} {PublishAgain}", fault);
        }
    }

    /// <summary>Looks for the assemblies that the worker's program needs; it would find out with the first call that needs one.</summary>
    /// <exception cref="StartupException">Some are not there, or the list of them cannot be read.</exception>
    public void ThrowIfIncomplete()
    {
        var path = Path.ChangeExtension(Assembly, ".deps.json");
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var target = json.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
            var assemblies =
                from library in json.RootElement.GetProperty("targets").GetProperty(target).EnumerateObject()
                where library.Value.TryGetProperty("runtime", out _)
                from asset in library.Value.GetProperty("runtime").EnumerateObject()
                select Path.GetFileName(asset.Name);
            if (assemblies.Where(name => name != "_._" && !File.Exists(Path.Combine(Directory, name))).ToList() is { Count: > 0 } missing)
            {
                throw new StartupException($"'{Directory}' lacks {string.Join(", ", missing)}, which the app needs. {PublishAgain}");
            }
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StartupException($"{path} does not list assemblies: {Sentence.Of(fault)} {PublishAgain}", fault);
        }
    }

    private static RpcFunctionMetadata ToMetadata(JsonElement function)
    {
        var metadata = new RpcFunctionMetadata { Name = function.GetProperty("name").GetString() ?? "" };
        metadata.RawBindings.AddRange(function.GetProperty("bindings").EnumerateArray().Select(binding => binding.GetRawText()));
        return metadata;
    }
}
