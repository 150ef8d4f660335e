using System.Collections.Concurrent;

namespace FlowFunctions.Embedded.Tests.Hosting.Durable;

public sealed class DurableCalls
{
    private readonly ConcurrentQueue<string> _calls = new();

    public IReadOnlyList<string> All => [.. _calls];

    public void Add(string call) => _calls.Enqueue(call);
}
