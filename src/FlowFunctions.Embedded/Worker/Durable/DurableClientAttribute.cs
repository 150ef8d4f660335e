using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Fills a DurableTaskClient parameter.</summary>
/// <remarks>The embedded runtime serves one task hub: start-up refuses another <see cref="TaskHub"/> and any <see cref="ConnectionName"/>.</remarks>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    public DurableClientAttribute()
    {
    }

    /// <summary>The task hub; null is the application's own.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting with the hub's connection; null is the application's own.</summary>
    public string? ConnectionName { get; set; }
}
