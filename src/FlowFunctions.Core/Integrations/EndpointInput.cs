namespace FlowFunctions.Core.Integrations;

/// <summary>
/// An HTTP endpoint that runs a step: one call starts it; 202 with a Location is polled until it is done. Where it is stored and where it is shown, its secret parts
/// are masks (<see cref="EndpointSecrets"/>).
/// </summary>
public sealed record EndpointInput
{
    public const int MaximumUrlLength = 2048;
    public const int MaximumHeaders = 32;
    public const int MaximumHeaderValueLength = 4096;
    public const int MaximumSecretNameLength = 64;

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan MinimumTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumTimeout = TimeSpan.FromHours(24);
    public static readonly TimeSpan DefaultPollInterval = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan MinimumPollInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumPollInterval = TimeSpan.FromHours(1);

    /// <summary>Absolute http or https address of at most 2048 characters, without user information and fragment.</summary>
    public required string Url { get; init; }

    /// <summary>POST, PUT or PATCH.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Sent with every call to the endpoint; at most 32, their names compared without regard to case; hop-by-hop and content headers are not allowed.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name of the configured secret that signs the calls; null for unsigned calls.</summary>
    public string? SecretName { get; init; }

    /// <summary>From the first call of the step to its end; 1 second to 24 hours.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>From one poll's answer to the next poll, where the answer does not say; 1 second to 1 hour.</summary>
    public TimeSpan PollInterval { get; init; } = DefaultPollInterval;

    /// <summary>Without its secrets.</summary>
    public override string ToString() => $"{Method} {EndpointSecrets.Hide(Url)}";
}
