using System.Diagnostics;

namespace FlowFunctions.Telemetry;

/// <summary>The source of the application's own spans.</summary>
internal static class FlowTracing
{
    public const string SourceName = "FlowFunctions";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody wants spans. Where nobody does, a step costs nothing here.</summary>
    public static bool IsOn => Source.HasListeners();
}
