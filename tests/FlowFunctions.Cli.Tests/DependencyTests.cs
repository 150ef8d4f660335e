using System.Reflection;

namespace FlowFunctions.Cli.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Tool_refers_to_no_other_project_it_talks_HTTP()
    {
        var references = Assembly.Load("flows").GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, name => name.StartsWith("FlowFunctions", StringComparison.Ordinal) || name == "AnaplanSimulator");
    }
}
