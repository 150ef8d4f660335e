using FlowFunctions.Cli.Connecting;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Browsing;

/// <summary>Where the server's page for people shows what a verb works on.</summary>
internal static class PageAddress
{
    /// <summary>Of a flow, an integration or a connection.</summary>
    public static Uri Of(ServerTarget target, Found what) => new(target.Address, $"{what.Kind.Plural}/{Uri.EscapeDataString(what.Id)}");

    /// <summary>Of the runs that there were.</summary>
    public static Uri OfRuns(ServerTarget target, Found what) => new($"{Of(target, what)}/runs");

    /// <summary>Of one run; of an integration's, which has no steps to show, the runs that there were.</summary>
    public static Uri OfRun(ServerTarget target, Found what, string runId) => what.IsFlow ? new($"{OfRuns(target, what)}/{Uri.EscapeDataString(runId)}") : OfRuns(target, what);
}
