namespace FlowFunctions.Tests.Telemetry;

/// <summary>
/// Tests whose application exports what it measures. Beside no others: an exporter listens to the meters of all applications of the process by their names, and the end of another one ends the
/// streams that both write to (https://github.com/open-telemetry/opentelemetry-dotnet/issues/6412).
/// </summary>
[CollectionDefinition(nameof(Exporting), DisableParallelization = true)]
public sealed class Exporting;
