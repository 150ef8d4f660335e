namespace FlowFunctions.Security;

/// <summary>Who may call the service. Section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>None by default: then every call but health is refused, except in the Development environment, where a key is made.</summary>
    public IList<KeyOptions> Keys { get; init; } = [];
}
