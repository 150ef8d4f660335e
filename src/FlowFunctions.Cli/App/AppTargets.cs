namespace FlowFunctions.Cli.App;

/// <summary>What the app's steps call in the demo, and with which credentials.</summary>
/// <param name="EndpointSecret">Signs the calls of the sample endpoint.</param>
/// <param name="AnaplanAddress">The simulator's, for the API and for authentication.</param>
/// <param name="AnaplanUser">A user of the simulator.</param>
/// <param name="AnaplanPassword">The user's password.</param>
/// <param name="BlobServiceAddress">Of the storage account's blobs, with {account} in the place of its name.</param>
internal sealed record AppTargets(string EndpointSecret, string AnaplanAddress, string AnaplanUser, string AnaplanPassword, string BlobServiceAddress)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"{AnaplanAddress}, {BlobServiceAddress}";
}
