namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>The engine stopped, or lost its hub, before an answer could be given. What was asked for may or may not have been stored.</summary>
internal sealed class HubSessionEndedException() : Exception("The durable task engine of this process has stopped or lost its hub.");
