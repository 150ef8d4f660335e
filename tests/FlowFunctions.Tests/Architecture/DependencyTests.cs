using System.Reflection;
using System.Xml.Linq;

namespace FlowFunctions.Tests.Architecture;

/// <summary>Which assembly may use what.</summary>
public sealed class DependencyTests
{
    private const string Core = "FlowFunctions.Core";
    private const string App = "FlowFunctions";
    private const string LocalHost = "FlowFunctions.LocalHost";

    [Fact]
    public void Core_refers_to_the_base_class_library_and_the_calendar_alone() => Assert.All(
        ReferencesOf(Core),
        name => Assert.True(name is "System" or "NodaTime" || name.StartsWith("System.", StringComparison.Ordinal), $"Core refers to {name}"));

    [Fact]
    public void Application_refers_to_the_rules_and_not_to_the_local_host() => Assert.Equal([Core], ReferencesOf(App).Where(IsOurs));

    [Fact]
    public void Local_host_refers_to_the_application_and_its_rules() => Assert.Equal([App, Core], ReferencesOf(LocalHost).Where(IsOurs));

    /// <summary>By the project files too: what is referred to goes along when it is published, also where no type of it is used. The tool carries the local host, and refers to nothing.</summary>
    [Fact]
    public void Projects_refer_to_each_other_as_they_are_layered()
    {
        var arrows =
            from project in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            from reference in XDocument.Load(project).Descendants("ProjectReference")
            where (string?)reference.Attribute("ReferenceOutputAssembly") != "false"
            select $"{Path.GetFileNameWithoutExtension(project)} -> {Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)}";

        Assert.Equal([$"{App} -> {Core}", $"{LocalHost} -> {App}"], arrows.Order(StringComparer.Ordinal));
    }

    private static bool IsOurs(string assembly) => assembly.StartsWith("FlowFunctions", StringComparison.Ordinal);

    private static IReadOnlyList<string> ReferencesOf(string assembly)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(references);
        return references;
    }
}
