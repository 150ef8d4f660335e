using System.Diagnostics;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>The one process that answers for az, started with the first test that needs it; it ends with the tests.</summary>
internal static class AzStandIn
{
    private static readonly Lazy<(Process Process, string Port)> Started = new(Start);

    /// <summary>Where it listens, on this machine.</summary>
    public static string Port => Started.Value.Port;

    // The process is held on to: without a holder its standard input is closed, and it ends.
    private static (Process Process, string Port) Start()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Infra.Repository, "tests/FlowFunctions.Infra.Tests/Deploying/az.js")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["JMESPATH"] = Path.Combine(Infra.NpmFolder, "node_modules/jmespath");
        var process = Process.Start(start)!;
        return (process, process.StandardOutput.ReadLine()!);
    }
}
