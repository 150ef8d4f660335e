namespace FlowFunctions.Benchmarks.Costs;

/// <summary>What the parts are measured on.</summary>
/// <param name="application">A folder with the built application.</param>
/// <param name="bareApplication">A folder with the bare one.</param>
internal sealed class CostRig(string application, string bareApplication) : IAsyncDisposable
{
    private Installation? _ours;

    /// <summary>The application's, on which the parts follow each other.</summary>
    public async Task<Installation> OursAsync(CancellationToken cancellationToken) => _ours ??= await OfItsOwnAsync(settings: null, cancellationToken);

    /// <summary>One of the application's that no other part uses. It is the caller's to end.</summary>
    /// <param name="settings">As its environment's variables; null for none but the usual.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Installation> OfItsOwnAsync(IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) => Installation.StartAsync(application, settings, cancellationToken);

    /// <summary>One of the bare application's. It is the caller's to end.</summary>
    public Task<Installation> BareAsync(CancellationToken cancellationToken) => Installation.StartAsync(bareApplication, settings: null, cancellationToken);

    public ValueTask DisposeAsync() => _ours?.DisposeAsync() ?? ValueTask.CompletedTask;
}
