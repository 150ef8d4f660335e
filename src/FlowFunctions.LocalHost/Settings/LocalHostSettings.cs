using Microsoft.Azure.Functions.Worker.Builder;

namespace FlowFunctions.LocalHost.Settings;

/// <summary>What a host takes from its process, so that several fit in one process of tests.</summary>
internal sealed record LocalHostSettings
{
    /// <summary>Settings as on a command line, over all others.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A published application that runs in a process of its own; null for the one that was built with this host, in this process.</summary>
    public string? ApplicationDirectory { get; init; }

    /// <summary>Where local.settings.json is looked for first, and where .azurite/ is made.</summary>
    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Whether environment variables are settings too.</summary>
    public bool UsesEnvironment { get; init; } = true;

    /// <summary>Where the banner is written, and what a worker's process writes.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Whether the host logs to the console.</summary>
    public bool LogsToConsole { get; init; } = true;

    /// <summary>Changes what the application in this process has set up, just before it is built; null for nothing.</summary>
    public Action<FunctionsApplicationBuilder>? Configure { get; init; }
}
