namespace FlowFunctions.Cli.Demo;

/// <param name="Once">End when the run has ended; otherwise serve until Ctrl-C.</param>
/// <param name="Port">Port of loopback that the app listens on; null for 7071 or, where that is taken, any free one.</param>
/// <param name="Speed">How much faster than told the sample endpoint and the simulated Anaplan work, 0.1 to 100. Polls stay as far apart.</param>
/// <param name="App">A published folder to run in the place of the app that the tool carries along; null for that one.</param>
internal sealed record DemoOptions(bool Once, int? Port, double Speed, string? App)
{
    public const int PreferredPort = 7071;
    public const double MinimumSpeed = 0.1;
    public const double MaximumSpeed = 100;
}
