using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads the <c>endpoint</c> of an integration.</summary>
internal static class EndpointInputReader
{
    private static readonly FieldNames Fields = new("url", "method", "headers", "secretName", "timeout", "pollInterval");

    /// <param name="value">The endpoint.</param>
    /// <param name="stored">The one that it replaces, with masks; null where there is none.</param>
    /// <returns>With a mask for each secret that stays as it is stored.</returns>
    public static EndpointInput? Read(DocumentValue value, EndpointInput? stored)
    {
        if (value.AsObject(Fields) is not { } endpoint)
        {
            return null;
        }

        var address = endpoint.Required("url");
        var url = address is null ? null : EndpointUrl.Read(address);
        var masks = new EndpointMasks(stored, url);
        foreach (var fault in masks.FindAddressFaults())
        {
            address!.Refuse(fault);
        }

        var input = new EndpointInput { Url = url ?? "" };
        input = input with
        {
            Method = endpoint.Optional("method")?.AsOneOf(("POST", Method.Post), ("PUT", Method.Put), ("PATCH", Method.Patch)) switch
            {
                Method.Put => "PUT",
                Method.Patch => "PATCH",
                _ => input.Method,
            },
            Headers = endpoint.Optional("headers") is { } headers ? EndpointHeaders.Read(headers, masks) : input.Headers,
            SecretName = endpoint.Optional("secretName") is { } secretName ? ReadSecretName(secretName) : null,
            Timeout = endpoint.Optional("timeout")?.AsDuration(EndpointInput.MinimumTimeout, EndpointInput.MaximumTimeout) ?? input.Timeout,
            PollInterval = endpoint.Optional("pollInterval")?.AsDuration(EndpointInput.MinimumPollInterval, EndpointInput.MaximumPollInterval) ?? input.PollInterval,
        };
        if (EndpointSecrets.FindFault(EndpointSecrets.Split(input).Secret) is { } tooLong)
        {
            value.Refuse(tooLong);
        }

        return url is null ? null : input;
    }

    // The name becomes part of a configuration key, where ':' and '__' would lead elsewhere.
    private static string? ReadSecretName(DocumentValue value)
    {
        if (value.AsString(EndpointInput.MaximumSecretNameLength) is not { } name)
        {
            return null;
        }

        if (name.Length == 0 || name.Contains("__", StringComparison.Ordinal) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            value.Refuse("Must be the name of a secret: letters, digits, '-', '.' and single '_'.");
            return null;
        }

        return name;
    }

    private enum Method
    {
        Post,
        Put,
        Patch,
    }
}
