namespace FlowFunctions.Core.Connections;

/// <summary>The words that the wire format has for <see cref="AzureAuthMethod"/>.</summary>
public static class AzureAuthMethods
{
    /// <summary>What is meant where no method is given.</summary>
    public const string Sas = "SAS-based";

    public const string ManagedIdentity = "ManagedIdentity";

    extension(AzureAuthMethod method)
    {
        public string Word => method == AzureAuthMethod.ManagedIdentity ? ManagedIdentity : Sas;
    }
}
