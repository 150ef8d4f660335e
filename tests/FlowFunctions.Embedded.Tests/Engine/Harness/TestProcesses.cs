using System.Collections.Concurrent;
using FlowFunctions.Embedded.Engine.Leases;

namespace FlowFunctions.Embedded.Tests.Engine.Harness;

/// <summary>Engines of one test process that pass for processes of one machine.</summary>
internal sealed class TestProcesses : IOwnerProcesses
{
    private static readonly ConcurrentDictionary<string, CrashSwitch> Engines = new(StringComparer.Ordinal);

    private readonly CrashSwitch _storage;

    public TestProcesses(CrashSwitch storage) => _storage = storage;

    public LeaseOwner DescribeThis()
    {
        var owner = new LeaseOwner(Guid.CreateVersion7().ToString("n"), "test", Environment.ProcessId, DateTime.UnixEpoch);
        Engines[owner.Id] = _storage;
        return owner;
    }

    public bool IsGone(LeaseOwner owner) => Engines.TryGetValue(owner.Id, out var storage) && storage.IsKilled;
}
