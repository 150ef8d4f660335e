using Microsoft.Extensions.Hosting;

namespace AnaplanSimulator;

/// <summary>The server lives until its owner disposes it: Ctrl-C is the owner's to handle.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
