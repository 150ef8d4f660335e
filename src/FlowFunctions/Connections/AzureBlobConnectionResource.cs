using System.ComponentModel.DataAnnotations;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Connections;

/// <summary>Azure Blob.</summary>
/// <param name="Name">Of the connection.</param>
/// <param name="StorageAccountName">As its author gave it.</param>
/// <param name="ContainerName">As its author gave it.</param>
/// <param name="AuthMethod">How it is opened: by a shared access signature, or by the identity that the service runs as.</param>
internal sealed record AzureBlobConnectionResource(
    [property: Length(1, ConnectionInput.MaximumNameLength)] string Name,
    [property: MinLength(1)] string StorageAccountName,
    [property: MinLength(1)] string ContainerName,
    [property: AllowedValues(AzureAuthMethods.Sas, AzureAuthMethods.ManagedIdentity)] string AuthMethod);
