using System.ComponentModel.DataAnnotations;
using System.Xml;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Http;

namespace FlowFunctions.Integrations;

/// <summary>
/// The endpoint of an integration, with the defaults that its author left out. Header values are shown as they are: a secret belongs in the
/// configuration, under the name that `secretName` gives.
/// </summary>
/// <param name="Url">Of the calls.</param>
/// <param name="Method">Of the call that starts the step.</param>
/// <param name="Headers">Sent with every call.</param>
/// <param name="SecretName">Null where calls are not signed.</param>
/// <param name="Timeout">From the first call of the step to its end.</param>
/// <param name="PollInterval">From one poll's answer to the next poll, where the answer does not say.</param>
internal sealed record EndpointResource(
    [property: Written("EndpointUrl")] string Url,
    [property: AllowedValues("POST", "PUT", "PATCH")] string Method,
    [property: Written("EndpointHeaders")] IReadOnlyDictionary<string, string> Headers,
    [property: Written("EndpointSecretName")] string? SecretName,
    [property: LooksLike(TextShape.Duration)] string Timeout,
    [property: LooksLike(TextShape.Duration)] string PollInterval)
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
