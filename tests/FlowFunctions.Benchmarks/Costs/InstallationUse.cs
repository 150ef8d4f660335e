using FlowFunctions.Benchmarks.Runs;

namespace FlowFunctions.Benchmarks.Costs;

/// <summary>What the processes of an installation have used so far.</summary>
/// <param name="Host">The local host.</param>
/// <param name="Application">The worker beside it.</param>
/// <param name="Azurite">The emulator.</param>
internal sealed record InstallationUse(ProcessUse Host, ProcessUse Application, ProcessUse Azurite)
{
    /// <summary>Of host and application together.</summary>
    public double Megabytes => Host.Megabytes + Application.Megabytes;

    /// <summary>Of all three, in milliseconds.</summary>
    public double Milliseconds => (Host.Processor + Application.Processor + Azurite.Processor).TotalMilliseconds;

    /// <summary>The processor time since, of one of so many things that were done.</summary>
    public FormattableString Since(InstallationUse before, int count) =>
        $"host {Of(Host, before.Host, count):0} ms, application {Of(Application, before.Application, count):0} ms, Azurite {Of(Azurite, before.Azurite, count):0} ms; memory then {Host.Megabytes:0}, {Application.Megabytes:0} and {Azurite.Megabytes:0} MB";

    private static double Of(ProcessUse now, ProcessUse before, int count) => (now.Processor - before.Processor).TotalMilliseconds / count;
}
