using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Where a client may leave a mask in place of a secret: the secret is stored, and it is sent to no other origin than it was given for.</summary>
/// <param name="stored">The endpoint that is changed, with masks; null where there is none.</param>
/// <param name="url">Where it shall be now; null where that is no address.</param>
internal sealed class EndpointMasks(EndpointInput? stored, string? url)
{
    private readonly HashSet<string> _headers = new(stored is null ? [] : EndpointSecrets.MaskedHeaders(stored), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _parameters = new(stored is null ? [] : EndpointSecrets.MaskedParameters(stored), StringComparer.Ordinal);
    private readonly bool _isElsewhere = stored is not null && url is not null && !EndpointSecrets.IsSameOrigin(stored.Url, url);

    /// <summary>Null where the secret of the header is kept.</summary>
    public string? FindHeaderFault(string name) => FindFault(_headers.Contains(name), "its value");

    /// <summary>One for each parameter of the address whose secret cannot be kept.</summary>
    public IEnumerable<string> FindAddressFaults() =>
        from key in url is null ? [] : EndpointSecrets.MaskedParameters(url)
        let fault = FindFault(_parameters.Contains(key), $"the value of the parameter {Quoted.Of(key)}")
        where fault is not null
        select fault;

    private string? FindFault(bool isStored, string what) =>
        !isStored ? $"Give {what}: {EndpointSecrets.Mask} stands for a secret that is stored, and none is."
        : _isElsewhere ? $"Give {what} again: the scheme, host or port of the address changes, and a secret goes nowhere else than it was given for."
        : null;
}
