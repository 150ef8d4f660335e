namespace FlowFunctions.Core.Connections;

/// <summary>How a connection to Azure proves itself.</summary>
public enum AzureAuthMethod
{
    /// <summary>By a shared access signature, which is the connection's secret.</summary>
    Sas,

    /// <summary>By the identity that the service runs as, which the container's owner gives a role; there is no secret.</summary>
    ManagedIdentity,
}
