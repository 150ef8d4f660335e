using System.Xml;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Integrations;

/// <summary>
/// The endpoint of an integration, with the defaults that its author left out. Header values are shown as they are: a secret belongs in the
/// configuration, under the name that <c>secretName</c> gives.
/// </summary>
internal sealed record EndpointResource(
    string Url,
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    string? SecretName,
    string Timeout,
    string PollInterval)
{
    public static EndpointResource Of(EndpointInput endpoint) =>
        new(
            endpoint.Url,
            endpoint.Method,
            endpoint.Headers,
            endpoint.SecretName,
            XmlConvert.ToString(endpoint.Timeout),
            XmlConvert.ToString(endpoint.PollInterval));
}
