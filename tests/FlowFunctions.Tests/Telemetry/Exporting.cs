namespace FlowFunctions.Tests.Telemetry;

/// <summary>For tests of applications that export: one after another, because instruments of one name are one in a process, and end for all applications with the first that ends.</summary>
[CollectionDefinition(nameof(Exporting))]
public sealed class Exporting;
