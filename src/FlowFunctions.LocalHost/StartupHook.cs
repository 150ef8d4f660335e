#pragma warning disable MA0047 // The runtime looks for this name without a namespace.
/// <summary>
/// Runs in a worker's process before its own code (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md, which gives the name
/// and the missing namespace), and ends the process when its standard input does: when the host closes it, and when the host is gone in whatever way.
/// Refers to nothing but the base class library, for only that is there.
/// </summary>
internal static class StartupHook
{
    /// <summary>Set for the workers of this host alone: the variable that names the hook is inherited by whatever they start.</summary>
    public const string Variable = "FLOWS_WORKER_ENDS_WITH_INPUT";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        new Thread(EndWithInput) { IsBackground = true, Name = "host watch" }.Start();
    }

    private static void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> buffer = stackalloc byte[64];
        while (input.Read(buffer) > 0)
        {
        }

        Environment.Exit(0);
    }
}
