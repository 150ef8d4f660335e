namespace FlowFunctions.Cli.Demo;

/// <summary>What the app is busy with while it starts, guessed from what it last said.</summary>
internal static class StartProgress
{
    public static string Describe(IReadOnlyList<string> lastLines) =>
        lastLines.LastOrDefault(line => line.Contains("Azurite", StringComparison.OrdinalIgnoreCase))?.Contains("Installing", StringComparison.OrdinalIgnoreCase) == true
            ? "Installing Azurite by npm, the storage emulator (first start only)"
            : "Starting the app";
}
