namespace FlowFunctions.LocalHost.Emulator;

/// <summary>What answers on a port.</summary>
internal enum PortListener
{
    None,
    Azurite,
    Other,
}
