namespace FlowFunctions.Core.Integrations;

/// <summary>What an integration is to those who list it. The names are the words of the wire format.</summary>
public enum IntegrationType
{
    /// <summary>A process of a model, with or without jobs, or an HTTP endpoint.</summary>
    Process,

    /// <summary>Brings files or tables into a model.</summary>
    Import,

    /// <summary>Takes data out of a model.</summary>
    Export,
}
