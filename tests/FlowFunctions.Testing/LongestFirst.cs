using System.Text.RegularExpressions;
using Xunit.Sdk;
using Xunit.v3;

namespace FlowFunctions.Testing;

/// <summary>
/// The order of an assembly's test classes, <c>[assembly: TestCollectionOrderer(typeof(LongestFirst))]</c>: those with <see cref="TakesLongAttribute"/> first, else by
/// name, so that every run has the same neighbours.
/// </summary>
public sealed partial class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => TakesLong(collection) ? 0 : 1).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    /// <summary>A collection that xUnit made for one class says so in its name alone.</summary>
    private static bool TakesLong(ITestCollection collection)
    {
        var ofClass = OfClass().Match(collection.TestCollectionDisplayName);
        if (!ofClass.Success)
        {
            return false;
        }

        var assembly = ((IXunitTestCollection)collection).TestAssembly.Assembly;
        var type = assembly.GetType(ofClass.Groups["name"].Value) ?? throw new InvalidOperationException($"'{collection.TestCollectionDisplayName}' names no class of {assembly}.");
        return type.IsDefined(typeof(TakesLongAttribute), inherit: false);
    }

    [GeneratedRegex(@"^Test collection for (?<name>\S+) \(id: ", RegexOptions.NonBacktracking)]
    private static partial Regex OfClass();
}
