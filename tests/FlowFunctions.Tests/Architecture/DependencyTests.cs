using System.Reflection;

namespace FlowFunctions.Tests.Architecture;

/// <summary>Which assembly may use what.</summary>
public sealed class DependencyTests
{
    private const string Runtime = "FlowFunctions.LocalHost";

    private static readonly Assembly App = Assembly.Load("FlowFunctions");

    [Fact]
    public void Core_refers_to_the_base_class_library_and_the_calendar_alone()
    {
        using var core = AssemblyImports.Of(Assembly.Load("FlowFunctions.Core"));

        Assert.NotEmpty(core.Assemblies);
        Assert.All(core.Assemblies, name => Assert.True(name is "System" or "NodaTime" || name.StartsWith("System.", StringComparison.Ordinal), $"Core refers to {name}"));
    }

    [Fact]
    public void Application_uses_only_types_that_the_Azure_packages_publish()
    {
        using var app = AssemblyImports.Of(App);

        Assert.DoesNotContain(app.TypesOf(Runtime), type => !PublishedMembers.HasType(type));
    }

    [Fact]
    public void Application_uses_only_members_that_the_Azure_packages_publish()
    {
        using var app = AssemblyImports.Of(App);

        Assert.DoesNotContain(app.MembersOf(Runtime), used => !PublishedMembers.HasMember(used.Type, used.Member));
    }

    [Fact]
    public void Imports_are_read_whole()
    {
        using var own = AssemblyImports.Of(Assembly.GetExecutingAssembly());

        Assert.Contains(("FlowFunctions.Testing.PublishedApi.ApiType", "get_Members"), own.MembersOf("FlowFunctions.Testing"));
        Assert.Contains(("System.Func`2", ".ctor"), own.MembersOf("System.Runtime"));
        Assert.Contains("System.Reflection.Metadata.MetadataReader", own.TypesOf("System.Reflection.Metadata"));
        Assert.False(PublishedMembers.HasMember("Microsoft.Azure.Functions.Worker.FunctionContext", "get_Secret"));
        Assert.True(PublishedMembers.HasMember("Microsoft.Azure.Functions.Worker.FunctionContext", "get_Items"));
        Assert.True(PublishedMembers.HasMember("Microsoft.DurableTask.SubOrchestrationOptions", "get_Retry"));
        Assert.True(PublishedMembers.HasMember("Microsoft.DurableTask.AsyncPageable`1", "AsPages"));
    }
}
