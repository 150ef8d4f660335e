using FlowFunctions.Settings;

namespace FlowFunctions.Security;

/// <summary>Who may call the service. Section <c>Security</c>.</summary>
public sealed class SecurityOptions : IOptionsWithFaults
{
    public const string Section = "Security";

    /// <summary>
    /// None by default: then every call but health is refused, except in the Development environment, where a key is made. The names of the entries are free:
    /// <c>Security:Keys:0</c> or <c>Security:Keys:nightly</c>.
    /// </summary>
    public IList<KeyOptions> Keys { get; init; } = [];

    public EntraIdOptions EntraId { get; init; } = new();

    public RateLimitOptions RateLimit { get; init; } = new();

    public IEnumerable<string> Faults() =>
    [
        .. Keys.SelectMany((key, index) => key.Faults().Select(fault => $"Security:Keys:{index}:{fault}")),
        .. EntraId.Faults(),
        .. RateLimit.Faults(),
    ];
}
