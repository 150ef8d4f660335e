using CsCheck;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class DependencyCyclesProperties
{
    private static readonly Gen<List<List<int>>> AnyGraph =
        from size in Gen.Frequency((3, Gen.Int[2, 6]), (1, Gen.Int[7, 30]))
        from density in OneOf.Values(1, 2, 4)
        from dependencies in Gen.Int[0, size - 1].Array[0, density].Array[size]
        select dependencies.Select((edges, step) => edges.Where(edge => edge != step).Distinct().ToList()).ToList();

    [Fact]
    public void Find_gives_something_exactly_when_a_step_reaches_itself() =>
        AnyGraph.Sample(graph => Assert.Equal(HasCycle(graph), DependencyCycles.Find(graph).Count > 0), iter: 3000);

    [Fact]
    public void Find_gives_cycles_that_exist_each_from_its_earliest_step() => AnyGraph.Sample(
        graph => Assert.All(DependencyCycles.Find(graph), cycle =>
        {
            Assert.Equal(cycle.Min(), cycle[0]);
            Assert.Equal(cycle.Count, cycle.Distinct().Count());
            Assert.All(cycle.Zip(cycle.Skip(1).Append(cycle[0])), edge => Assert.Contains(edge.Second, graph[edge.First]));
        }),
        iter: 3000);

    [Fact]
    public void Find_gives_each_cycle_once() => AnyGraph.Sample(
        graph =>
        {
            var cycles = DependencyCycles.Find(graph).Select(cycle => string.Join(' ', cycle)).ToList();
            Assert.Equal(cycles.Distinct(), cycles);
        },
        iter: 3000);

    [Fact]
    public void Find_gives_enough_that_without_one_dependency_of_each_there_are_none_left() => AnyGraph.Sample(
        graph =>
        {
            // One dependency of each cycle is the one that closes it; taking all dependencies of the cycles away is more than that.
            var edges = DependencyCycles.Find(graph).SelectMany(cycle => cycle.Zip(cycle.Skip(1).Append(cycle[0]))).ToHashSet();
            Assert.False(HasCycle([.. graph.Select((dependencies, step) => dependencies.Where(dependency => !edges.Contains((step, dependency))).ToList())]));
        },
        iter: 3000);

    // What closes a cycle depends on where the search begins: from step 1 on, the second of these would not be found.
    [Fact]
    public void Find_begins_with_the_first_step() =>
        Assert.Equal(["0 1 2", "0 1"], DependencyCycles.Find([[1], [2, 0], [0]]).Select(cycle => string.Join(' ', cycle)));

    [Fact]
    public void Find_follows_a_long_chain_without_recursion()
    {
        const int Length = 200_000;
        var ring = Enumerable.Range(0, Length).Select(step => new[] { (step + 1) % Length }).ToList();

        Assert.Equal(Length, Assert.Single(DependencyCycles.Find(ring)).Count);
    }

    // Reachability by powers: whoever is reached in any number of steps.
    private static bool HasCycle(List<List<int>> graph) => Enumerable.Range(0, graph.Count).Any(start =>
    {
        var reached = graph[start].ToHashSet();
        for (var round = 0; round < graph.Count; round++)
        {
            reached.UnionWith(reached.SelectMany(step => graph[step]).ToList());
        }

        return reached.Contains(start);
    });
}
