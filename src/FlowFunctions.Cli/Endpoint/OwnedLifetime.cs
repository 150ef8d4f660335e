using Microsoft.Extensions.Hosting;

namespace FlowFunctions.Cli.Endpoint;

/// <summary>The endpoint lives until its owner ends it: Ctrl-C is the owner's to handle, not the server's.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
