namespace AnaplanSimulator.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Simulator_knows_nothing_of_the_product() =>
        Assert.DoesNotContain(typeof(SimulatorHost).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith("FlowFunctions", StringComparison.Ordinal));
}
