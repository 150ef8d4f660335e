namespace Microsoft.DurableTask.Client;

/// <param name="Output">The output that the terminated instance shows.</param>
/// <param name="Recursive">Whether sub-orchestrations that still run are terminated too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
