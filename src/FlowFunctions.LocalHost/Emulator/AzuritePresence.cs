namespace FlowFunctions.LocalHost.Emulator;

/// <summary>Who listens on the emulator's ports.</summary>
internal sealed record AzuritePresence(IReadOnlyList<(string Service, int Port, PortListener Listener)> Ports)
{
    public bool IsComplete => Ports.All(port => port.Listener is PortListener.Azurite);

    public bool IsAbsent => Ports.All(port => port.Listener is PortListener.None);

    /// <summary>Why neither an emulator can be used nor one be started, with the cure.</summary>
    public string Conflict =>
        Ports.Any(port => port.Listener is PortListener.Other)
            ? $"Azurite cannot start: {Listed(PortListener.Other)} used by another program. Stop that program, or set AzureWebJobsStorage to a connection string with other ports."
            : $"An Azurite answers on {Listed(PortListener.Azurite)} but not on {Listed(PortListener.None)}. Stop it, or start it with all three services.";

    private string Listed(PortListener listener)
    {
        var ports = Ports.Where(port => port.Listener == listener).Select(port => $"{port.Port} ({port.Service})").ToList();
        var list = $"port{(ports.Count == 1 ? "" : "s")} {string.Join(" and ", ports)}";
        return listener is PortListener.Other ? $"{list} {(ports.Count == 1 ? "is" : "are")}" : list;
    }
}
