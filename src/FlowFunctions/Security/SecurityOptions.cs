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
        .. Keys.SelectMany((key, index) => key.Faults().Concat(Repeated(key, Keys.Take(index))).Select(fault => $"Security:Keys:{index}:{fault}")),
        .. EntraId.Faults(),
        .. RateLimit.Faults(),
    ];

    /// <summary>What stands for a key is made of its salt and hash: of two entries with the same, one would have the other's role.</summary>
    private static IEnumerable<string> Repeated(KeyOptions key, IEnumerable<KeyOptions> before) =>
        before.FirstOrDefault(key.IsSameKeyAs) is { } first
            ? [$"Hash is, with its Salt, that of an entry before it, of '{first.Name}': a key has one name and one role. Remove one of the two, or make another key with 'flows keys new'."]
            : [];
}
