using Microsoft.Extensions.Hosting;

namespace FlowFunctions.LocalHost;

/// <summary>For the hosts within this one: the process and its signals are not theirs.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
