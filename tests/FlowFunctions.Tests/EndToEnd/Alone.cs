using FlowFunctions.Tests.Schedules;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>For tests of what a host promises in seconds: after all others, one at a time, so that none of them takes the seconds away. The idle host waits for its minute meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone : ICollectionFixture<IdleHost>;
