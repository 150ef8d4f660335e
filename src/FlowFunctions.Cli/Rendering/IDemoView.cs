using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Demo;

namespace FlowFunctions.Cli.Rendering;

/// <summary>How the demo shows what it does: live on a terminal, line by line elsewhere.</summary>
internal interface IDemoView
{
    /// <summary>One thing done.</summary>
    void Say(string line);

    /// <summary>
    /// Shows what is waited for until <paramref name="work"/> ends, and passes its failure on.
    /// <paramref name="what"/> is asked again and again: it may change while the work goes on.
    /// </summary>
    Task WaitAsync(Func<string> what, Task work, CancellationToken cancellationToken);

    /// <summary>Shows the run until its last snapshot, and answers that one.</summary>
    Task<FlowRun> FollowAsync(string flowName, IAsyncEnumerable<RunSnapshot> snapshots, CancellationToken cancellationToken);

    void ShowLatestRun(LatestRun latestRun);

    /// <summary>Something that was found, one line each; what others wrote in it is made safe to show, and nothing is wrapped or cut.</summary>
    void ShowLines(string title, IReadOnlyList<string> lines);

    /// <summary>Commands to be copied: shown as they are, never wrapped.</summary>
    void ShowCommands(string title, IReadOnlyList<string> commands);

    void ShowVerdict(bool isExpected, IReadOnlyList<string> lines);
}
