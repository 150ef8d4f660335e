using System.Reflection;
using Xunit;
using Xunit.v3;

namespace FlowFunctions.Mutation.Running;

/// <summary>A test assembly whose fixtures are not made.</summary>
internal sealed class WithoutFixtures(IXunitTestAssembly assembly) : IXunitTestAssembly
{
    public Assembly Assembly => assembly.Assembly;

    public IReadOnlyCollection<Type> AssemblyFixtureTypes => [];

    public IReadOnlyCollection<IBeforeAfterTestAttribute> BeforeAfterTestAttributes => assembly.BeforeAfterTestAttributes;

    public ICollectionBehaviorAttribute? CollectionBehavior => assembly.CollectionBehavior;

    public IReadOnlyDictionary<string, (Type Type, CollectionDefinitionAttribute Attribute)> CollectionDefinitions =>
        assembly.CollectionDefinitions;

    public string TargetFramework => assembly.TargetFramework;

    public ITestCaseOrderer? TestCaseOrderer => assembly.TestCaseOrderer;

    public ITestCollectionOrderer? TestCollectionOrderer => assembly.TestCollectionOrderer;

    public Version Version => assembly.Version;

    public Guid ModuleVersionID => assembly.ModuleVersionID;

    public string AssemblyName => assembly.AssemblyName;

    public string AssemblyPath => assembly.AssemblyPath;

    public string? ConfigFilePath => assembly.ConfigFilePath;

    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Traits => assembly.Traits;

    public string UniqueID => assembly.UniqueID;
}
