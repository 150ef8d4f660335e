using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Tests;

public class ArchitectureTests
{
    [Fact]
    public void Core_references_nothing_but_the_base_class_library_and_the_calendar()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = typeof(Problem).Assembly.GetReferencedAssemblies().Where(reference => reference.Name != "NodaTime").ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(File.Exists(Path.Combine(runtime, $"{reference.Name}.dll")), $"{reference.Name} is not part of the base class library."));
    }

    // No I/O and no network in the rules: what they need is handed to them.
    [Fact]
    public void Core_references_no_assembly_that_reaches_outside() => Assert.DoesNotContain(
        typeof(Problem).Assembly.GetReferencedAssemblies(),
        reference => reference.Name!.StartsWith("System.Net", StringComparison.Ordinal)
            || reference.Name is "System.IO.FileSystem" or "System.Diagnostics.Process" or "System.Console");
}
