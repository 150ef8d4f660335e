using System.ComponentModel.DataAnnotations;
using System.Xml;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Http;

namespace FlowFunctions.Integrations;

/// <summary>The endpoint of an integration, with the defaults that its author left out. Secret values of headers and query parameters read as `********`.</summary>
/// <param name="Url">Of the calls. Its secret parameters read as `********`.</param>
/// <param name="Method">Of the call that starts the step.</param>
/// <param name="Headers">Sent with every call. Those that are secret read as `********`.</param>
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
    public static EndpointResource Of(EndpointInput endpoint)
    {
        var (open, _) = EndpointSecrets.Split(endpoint);
        return new(
            open.Url,
            open.Method,
            open.Headers,
            open.SecretName,
            XmlConvert.ToString(open.Timeout),
            XmlConvert.ToString(open.PollInterval));
    }
}
