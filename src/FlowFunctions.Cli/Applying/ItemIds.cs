using System.Collections.Concurrent;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Applying;

/// <summary>The ids of what a server has, by kind and name without regard to case. Thread-safe.</summary>
internal sealed class ItemIds
{
    private readonly ConcurrentDictionary<(Kind, string), string> _ids = new();

    public static ItemIds Of(ServerDefinitions server)
    {
        var ids = new ItemIds();
        foreach (var found in server.All)
            ids.Add(found.Kind, found.Name, found.Id);
        return ids;
    }

    public void Add(Kind kind, string name, string id) => _ids[(kind, name.Trim().ToUpperInvariant())] = id;

    /// <exception cref="FlowsException">It is not there: creating it has failed.</exception>
    public string Find(Kind kind, string name) =>
        _ids.TryGetValue((kind, name.Trim().ToUpperInvariant()), out var id) ? id : throw new FlowsException($"It needs {kind.Called(name)}, which is not there.", "Apply that first.");
}
