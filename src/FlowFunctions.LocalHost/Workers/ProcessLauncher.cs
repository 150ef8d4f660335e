using System.Diagnostics;
using FlowFunctions.LocalHost.Checks;
using FlowFunctions.LocalHost.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Workers;

/// <summary>Runs a published application in a process of its own, which ends with this one however this one ends.</summary>
internal sealed class ProcessLauncher : IWorkerLauncher
{
    /// <summary>
    /// A terminal sends Ctrl-C and Ctrl-\ to all processes of a group: the host ends the application, once it has let its functions end. What is ignored
    /// before a program runs stays so.
    /// </summary>
    private static readonly IReadOnlyList<string> DeafToInterrupts = ["/bin/sh", "-c", "trap '' INT QUIT; exec \"$@\"", "sh"];

    private readonly PublishedApplication _application;
    private readonly IReadOnlyList<KeyValuePair<string, string?>> _settings;
    private readonly string _environment;
    private readonly TextWriter _output;
    private readonly bool _showsCrash;

    /// <param name="application">The published folder.</param>
    /// <param name="configuration">The application's settings, which it gets as environment variables, as from the Functions host.</param>
    /// <param name="environment">Such as Development.</param>
    /// <param name="output">Takes what the application writes to its console.</param>
    public ProcessLauncher(PublishedApplication application, IConfiguration configuration, string environment, TextWriter output)
    {
        _application = application;
        _settings = [.. configuration.AsEnumerable().Where(setting => setting.Value is not null)];
        _environment = environment;
        _output = output;
        _showsCrash = Enum.TryParse<LogLevel>(configuration["Logging:LogLevel:Default"], ignoreCase: true, out var level) && level <= LogLevel.Debug;
    }

    public string ApplicationDirectory => _application.Directory;

    public bool CanRestart => true;

    public Task<IReadOnlyList<HostedFunction>> ListFunctionsAsync() => Task.FromResult(_application.ListedFunctions());

    public Task<IWorkerRun> LaunchAsync(WorkerConnection connection, CancellationToken cancellationToken)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        IReadOnlyList<string> command = OperatingSystem.IsWindows() ? [dotnet, _application.Assembly] : [.. DeafToInterrupts, dotnet, _application.Assembly];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = Directory.GetCurrentDirectory(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var (key, value) in _settings.Concat(connection.Settings))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = ApplicationDirectory;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = _environment;
        start.Environment["DOTNET_STARTUP_HOOKS"] = string.Join(
            Path.PathSeparator,
            new[] { typeof(StartupHook).Assembly.Location, Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") }.Where(hook => !string.IsNullOrEmpty(hook)));
        start.Environment[StartupHook.Variable] = "1";
        var process = Process.Start(start) ?? throw new StartupException($"The application '{_application.Assembly}' was not started.");
        return Task.FromResult<IWorkerRun>(new WorkerProcess(process, _output, _showsCrash));
    }
}
