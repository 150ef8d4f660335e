using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd;

namespace FlowFunctions.Tests.Schedules;

/// <summary>A host that has had nothing to do for a while, when a schedule is due.</summary>
[Needs(Need.App)]
[Collection(nameof(Alone))]
public sealed class IdleHostTests(IdleHost idle)
{
    /// <summary>The promise is 12 s, of which an idle queue takes up to ten; on a busy machine a start takes longer, but not as long as a poll that has backed off to the host's own minute.</summary>
    [Fact]
    public async Task Due_run_starts_within_seconds_of_its_time() => Assert.InRange(await idle.Lateness, TimeSpan.Zero, TimeSpan.FromSeconds(18));
}
