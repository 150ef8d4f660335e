using FlowFunctions.Outgoing;

namespace FlowFunctions.Targets.Stores.BigQuery;

/// <summary>Configuration section <c>Targets:GoogleBigQuery</c>: where connections to Google BigQuery lead.</summary>
public sealed class GoogleBigQueryOptions
{
    public const string Section = "Targets:GoogleBigQuery";

    /// <summary>Address of BigQuery's REST API, absolute, http or https. Default Google's own.</summary>
    public string ServiceAddress { get; set; } = "https://bigquery.googleapis.com";

    /// <summary>
    /// Where access tokens are asked for, absolute, http or https. Empty, the default, takes the address in each service account's key, which is https and on
    /// the public internet unless <see cref="TargetsOptions.AllowPrivateNetworks"/> says otherwise.
    /// </summary>
    public string TokenAddress { get; set; } = "";
}
