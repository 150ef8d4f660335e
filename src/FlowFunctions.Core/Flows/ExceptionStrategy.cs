namespace FlowFunctions.Core.Flows;

/// <summary>What a flow does when a step ends with a failure or a partial success.</summary>
public enum ExceptionStrategy
{
    /// <summary>Start no further step; let the running ones finish.</summary>
    Stop,

    /// <summary>Count the step as done.</summary>
    Continue,
}
