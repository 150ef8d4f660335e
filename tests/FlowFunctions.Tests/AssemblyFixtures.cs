using FlowFunctions.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]
