namespace FlowFunctions.Definitions;

/// <summary>What a run is a run of.</summary>
public enum RunKind
{
    /// <summary>A flow, with all the steps that it runs.</summary>
    Flow,

    /// <summary>One integration, by itself or as a step of a flow run.</summary>
    Integration,
}
