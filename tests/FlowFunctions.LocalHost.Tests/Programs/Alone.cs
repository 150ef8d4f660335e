namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>For tests of what a host promises in seconds: after all others, one at a time, so that none of them takes the seconds away.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
