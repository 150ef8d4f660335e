namespace FlowFunctions.Core.Flows;

/// <summary>Finds dependency cycles by depth-first search without recursion.</summary>
internal static class DependencyCycles
{
    private enum Visit
    {
        None,
        OnPath,
        Left,
    }

    /// <summary>
    /// One cycle for each dependency that closes one, each another; where they are undone, no cycle is left. (All cycles there are can
    /// be exponentially many.) A cycle starts with its earliest step and lists each step before the one that it depends on.
    /// </summary>
    /// <param name="dependencies">For each step the steps that it depends on, without itself.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<IReadOnlyList<int>> dependencies)
    {
        var cycles = new List<IReadOnlyList<int>>();
        var visits = new Visit[dependencies.Count];
        var path = new List<int>();
        var nextDependency = new int[dependencies.Count];
        for (var start = 0; start < dependencies.Count; start++)
        {
            if (visits[start] == Visit.None)
            {
                Enter(start);
            }

            while (path.Count > 0)
            {
                var step = path[^1];
                if (nextDependency[step] == dependencies[step].Count)
                {
                    visits[step] = Visit.Left;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                var dependency = dependencies[step][nextDependency[step]++];
                if (visits[dependency] == Visit.None)
                {
                    Enter(dependency);
                }
                else if (visits[dependency] == Visit.OnPath)
                {
                    cycles.Add(FromEarliest(path[path.IndexOf(dependency)..]));
                }
            }
        }

        return cycles;

        void Enter(int step)
        {
            visits[step] = Visit.OnPath;
            path.Add(step);
        }
    }

    private static List<int> FromEarliest(List<int> cycle)
    {
        var earliest = cycle.IndexOf(cycle.Min());
        return [.. cycle[earliest..], .. cycle[..earliest]];
    }
}
