using System.Globalization;

namespace FlowFunctions.Benchmarks.Runs;

/// <summary>A process and those that it has started, as Linux tells them; elsewhere only the process itself.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<int> Of(int processId) => [processId, .. Children(processId).SelectMany(Of)];

    private static IEnumerable<int> Children(int processId)
    {
        var tasks = $"/proc/{processId}/task";
        return Directory.Exists(tasks) ? Directory.GetDirectories(tasks).SelectMany(ChildrenOfTask) : [];
    }

    private static IReadOnlyList<int> ChildrenOfTask(string task)
    {
        try
        {
            return [.. File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // A thread that has ended since it was listed: what it started is another thread's now, or gone.
            return [];
        }
    }
}
