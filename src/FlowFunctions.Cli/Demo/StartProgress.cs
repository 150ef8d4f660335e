namespace FlowFunctions.Cli.Demo;

/// <summary>What the app is busy with while it starts, guessed from what it last said.</summary>
internal static class StartProgress
{
    public static string Describe(IReadOnlyList<string> lastLines) => lastLines.LastOrDefault(line => line.Contains("Azurite", StringComparison.OrdinalIgnoreCase)) switch
    {
        { } line when line.Contains("Installing", StringComparison.OrdinalIgnoreCase) => "Installing Azurite by npm, the storage emulator (first start only)",
        _ => "Starting the app",
    };
}
