namespace FlowFunctions.Testing;

/// <summary>What a test needs beside its own process; each comes with those before it.</summary>
public enum Need
{
    /// <summary>The storage emulator.</summary>
    Azurite,

    /// <summary>The whole application on a host, or the host's or the tool's program.</summary>
    App,
}
