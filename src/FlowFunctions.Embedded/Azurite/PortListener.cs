namespace FlowFunctions.Embedded.Azurite;

/// <summary>What answers on a port.</summary>
internal enum PortListener
{
    None,
    Azurite,
    Other,
}
