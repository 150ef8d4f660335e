namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>Tests that run whole hosts, one after the other: each takes a processor for a second or two.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessCollection
{
    public const string Name = "processes";
}
