namespace FlowFunctions.Tests.Targets.Anaplan.Weather;

/// <summary>What a step loads.</summary>
internal enum LoadWork
{
    Import,

    /// <summary>One after the other.</summary>
    TwoImports,

    /// <summary>Two imports as one task.</summary>
    Process,
}
