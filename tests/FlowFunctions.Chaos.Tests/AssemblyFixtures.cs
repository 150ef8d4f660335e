using FlowFunctions.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
