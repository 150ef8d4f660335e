using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Embedded.Hosting;

/// <summary>What the host takes from its process, so that several hosts fit in one process of tests.</summary>
internal sealed record HostSettings
{
    private static readonly AsyncLocal<HostSettings?> Ambient = new();

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where host.json is: beside the application's assembly.</summary>
    public string ContentRoot { get; init; } = AppContext.BaseDirectory;

    /// <summary>Where local.settings.json is looked for first, and where .azurite/ is made.</summary>
    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Where functions are looked for. Default: the entry assembly.</summary>
    public IReadOnlyList<Assembly> FunctionAssemblies { get; init; } = Assembly.GetEntryAssembly() is { } entry ? [entry] : [];

    /// <summary>The only classes whose functions count; null is all of the assemblies.</summary>
    public IReadOnlyList<Type>? FunctionClasses { get; init; }

    /// <summary>Where the banner, and what keeps the application from starting, are written.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    public TextWriter Errors { get; init; } = Console.Error;

    /// <summary>Whether a start that fails is told in plain lines and ends the process with exit code 1; else it is thrown.</summary>
    public bool TellsStartupFaults { get; init; } = true;

    /// <summary>Called with the host when it answers requests.</summary>
    public Action<IHost>? Ready { get; init; }

    /// <summary>Called with the builder before the host is built, after the application has set everything up.</summary>
    public Action<Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder>? Configure { get; init; }

    /// <summary>The settings for builders that the application's own Program.cs makes in this flow of control.</summary>
    public static HostSettings ForProcess(IReadOnlyList<string> arguments) =>
        Ambient.Value is { } ambient
            ? ambient with { Arguments = [.. arguments, .. ambient.Arguments] }
            : new HostSettings { Arguments = arguments };

    /// <summary>Makes these the settings of every builder that is made from here on in this flow of control.</summary>
    public void UseFromHere() => Ambient.Value = this;
}
