using FlowFunctions.Outgoing;
using FlowFunctions.Settings;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Configuration section <c>Targets:GoogleBigQuery</c>: where connections to Google BigQuery lead.</summary>
public sealed class GoogleBigQueryOptions : IOptionsWithFaults
{
    public const string Section = "Targets:GoogleBigQuery";

    /// <summary>Address of BigQuery's REST API, absolute, http or https. Default Google's own.</summary>
    public string ServiceAddress { get; set; } = "https://bigquery.googleapis.com";

    /// <summary>
    /// Where access tokens are asked for, absolute, http or https. Empty, the default, takes the address in each service account's key, which is https and on
    /// the public internet unless <see cref="TargetsOptions.AllowPrivateNetworks"/> says otherwise.
    /// </summary>
    public string TokenAddress { get; set; } = "";

    public IEnumerable<string> Faults()
    {
        if (!StoreAddress.IsBase(ServiceAddress))
        {
            yield return $"{Section}:ServiceAddress is '{ServiceAddress}'; give an absolute http or https address, or leave it out for Google's own.";
        }

        if (TokenAddress.Length > 0 && !StoreAddress.IsBase(TokenAddress))
        {
            yield return $"{Section}:TokenAddress is '{TokenAddress}'; give an absolute http or https address, or leave it out for the one in each key.";
        }
    }
}
