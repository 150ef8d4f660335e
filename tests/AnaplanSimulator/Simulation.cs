namespace AnaplanSimulator;

/// <summary>The world as it is now.</summary>
internal sealed class Simulation(SimulatorOptions options) : IAsyncDisposable
{
    private World _world = new(options);

    public World World => Volatile.Read(ref _world);

    /// <summary>Begins anew: models, tokens, faults, settings and the log are as at the start. Tasks that run are ended.</summary>
    public ValueTask ResetAsync() => Interlocked.Exchange(ref _world, new World(options)).DisposeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
