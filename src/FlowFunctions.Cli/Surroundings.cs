using FlowFunctions.Cli.Browsing;
using FlowFunctions.Cli.Rendering;
using FlowFunctions.Cli.Vaults;

namespace FlowFunctions.Cli;

/// <summary>What the tool finds around it, besides its arguments and where it writes.</summary>
internal sealed record Surroundings
{
    private const int WidthOfFiles = 0;

    public required TimeProvider Time { get; init; }

    /// <summary>The value of an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Where relative paths begin.</summary>
    public required string Folder { get; init; }

    public required TextReader Input { get; init; }

    /// <summary>Reads a secret that a value only refers to.</summary>
    public Func<KeyVaultReference, CancellationToken, Task<string>> ReadSecretAsync { get; init; } = KeyVaultSecrets.ReadSignedInAsync;

    /// <summary>Reads a line that is not shown while it is typed; null where the input has ended.</summary>
    public Func<string?>? ReadHidden { get; init; }

    /// <summary>Opens a page in the browser; false where there is none.</summary>
    public Func<Uri, CancellationToken, Task<bool>> OpenPageAsync { get; init; } = (_, _) => Task.FromResult(false);

    /// <summary>Whether somebody can be asked.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Whether data goes to somebody's eyes, and nothing in it may steer what shows it.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether data may be coloured and cut to the width.</summary>
    public bool IsOutputLive { get; init; }

    /// <summary>Whether messages may be coloured, and move.</summary>
    public bool IsErrorLive { get; init; }

    /// <summary>Columns of the terminal; 0 where there is none, so that nothing is cut.</summary>
    public int Width { get; init; } = WidthOfFiles;

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess(TimeProvider time)
    {
        var isOutputLive = OutputMode.IsLive(Console.IsOutputRedirected, System.Environment.GetEnvironmentVariable);
        return new()
        {
            Time = time,
            Environment = System.Environment.GetEnvironmentVariable,
            Folder = System.Environment.CurrentDirectory,
            Input = Console.In,
            ReadHidden = HiddenLine.Read,
            OpenPageAsync = new Browser(System.Environment.GetEnvironmentVariable).OpenAsync,
            IsInputTerminal = !Console.IsInputRedirected,
            IsOutputTerminal = !Console.IsOutputRedirected,
            IsOutputLive = isOutputLive,
            IsErrorLive = OutputMode.IsLive(Console.IsErrorRedirected, System.Environment.GetEnvironmentVariable),
            Width = Console.IsOutputRedirected ? WidthOfFiles : Console.WindowWidth,
        };
    }
}
