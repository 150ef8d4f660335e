using FlowFunctions.Settings;
using FlowFunctions.Targets.Stores;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>
/// Configuration section <c>Targets:Anaplan</c>: as whom and where steps reach Anaplan. With neither a user name nor a certificate the application runs
/// all the same, and steps that need Anaplan fail with the cure.
/// </summary>
public sealed class AnaplanOptions : IOptionsWithFaults
{
    public const string Section = "Targets:Anaplan";

    public const int MaximumRequestsPerMinute = 6000;

    public static readonly TimeSpan MinimumRequestTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumRequestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>An activity has ten minutes, and two such requests may follow each other.</summary>
    private static readonly TimeSpan MaximumOnlyRequestTimeout = TimeSpan.FromMinutes(4);

    public static readonly TimeSpan MinimumBusyPatience = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan MaximumBusyPatience = TimeSpan.FromHours(24);

    public static readonly TimeSpan MinimumLostStartPatience = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaximumLostStartPatience = TimeSpan.FromHours(1);

    /// <summary>Base address of the bulk API. Default https://api.anaplan.com.</summary>
    public string ApiAddress { get; set; } = "https://api.anaplan.com";

    /// <summary>Base address of the authentication service. Default https://auth.anaplan.com.</summary>
    public string AuthAddress { get; set; } = "https://auth.anaplan.com";

    /// <summary>The user's e-mail address, together with <see cref="Password"/>. Null, the default, where a certificate is given.</summary>
    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>
    /// A certificate that Anaplan knows, in place of a password: PEM, or PFX in Base64, which is how a Key Vault reference to a certificate's secret gives it. PEM may
    /// have the private key with it; else it is in <see cref="CertificateKey"/>. Null, the default, for none.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The certificate's private key in PEM; RSA. Null where it is with the certificate.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>A file with what <see cref="Certificate"/> takes, or a binary PFX. Null, the default, for none.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>A file with what <see cref="CertificateKey"/> takes. Null, the default, for none.</summary>
    public string? CertificateKeyPath { get; set; }

    /// <summary>Opens the PFX, or the private key where it is encrypted. Null, the default, for none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// The most requests in any 60 seconds, by all steps of all hosts of this installation together; 1 to 6000, default 600, which is Anaplan's limit for a user. Steps
    /// wait for their turn.
    /// </summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>
    /// How long Anaplan may say nothing, before its answer and between two parts of it; 1 second to 2 minutes, default 30 seconds. The answer to a request that is not sent again, such as the
    /// start of a task, is waited for four times as long, and at most 4 minutes.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a step waits while the model is busy (409, 423) or its service is maintained (503), before it fails; 1 minute to 24 hours, default 4 hours, which a nightly maintenance does not
    /// take. A task that runs is waited for as long as the step may take.
    /// </summary>
    public TimeSpan BusyPatience { get; set; } = TimeSpan.FromHours(4);

    /// <summary>
    /// How long the task of a start whose answer was lost is looked for in the list of its action's tasks, before the start counts as one of which nobody knows; 1 second to 1 hour, default 5 minutes:
    /// Anaplan does not say how soon a list has a task, nor how late a request that a gateway has given up is carried out. What met a maintenance (503) is asked for again after that, and what may run
    /// twice after 10 seconds, or less where this is less.
    /// </summary>
    public TimeSpan LostStartPatience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How the certificate proves whose it is: <c>v2</c>, the default, which signs the time with it and holds once; <c>v1</c> for an authentication service that does not know that yet. Anaplan takes
    /// v1 for as long as it says (https://community.anaplan.com/discussion/156606).
    /// </summary>
    public string CertificateProof { get; set; } = CertificateProofs[0];

    /// <summary>What <see cref="CertificateProof"/> may be, the default first.</summary>
    internal static readonly string[] CertificateProofs = ["v2", "v1"];

    /// <summary>Whether anybody is configured as whom to call.</summary>
    internal bool HasCredentials => !string.IsNullOrEmpty(UserName) || HasCertificate;

    internal bool HasCertificate => !string.IsNullOrEmpty(Certificate) || !string.IsNullOrEmpty(CertificatePath);

    /// <summary>How long an answer is waited for. A model that is being opened, or is busy, answers late, and a request that is not sent again may take effect after it was given up.</summary>
    /// <param name="isRepeatable">Whether the request is sent again.</param>
    internal TimeSpan PatienceWith(bool isRepeatable) =>
        isRepeatable ? RequestTimeout : 4 * RequestTimeout < MaximumOnlyRequestTimeout ? 4 * RequestTimeout : MaximumOnlyRequestTimeout;

    public IEnumerable<string> Faults() =>
    [
        .. FaultsOfAddress(nameof(ApiAddress), ApiAddress),
        .. FaultsOfAddress(nameof(AuthAddress), AuthAddress),
        .. FaultsOfCredentials(),
        .. Fault.OutOfRange($"{Section}:{nameof(RequestsPerMinute)}", RequestsPerMinute, 1, MaximumRequestsPerMinute),
        .. Fault.OutOfRange($"{Section}:{nameof(RequestTimeout)}", RequestTimeout, MinimumRequestTimeout, MaximumRequestTimeout),
        .. Fault.OutOfRange($"{Section}:{nameof(BusyPatience)}", BusyPatience, MinimumBusyPatience, MaximumBusyPatience),
        .. Fault.OutOfRange($"{Section}:{nameof(LostStartPatience)}", LostStartPatience, MinimumLostStartPatience, MaximumLostStartPatience),
        .. CertificateProofs.Contains(CertificateProof, StringComparer.OrdinalIgnoreCase)
            ? Array.Empty<string>()
            : [$"{Section}:{nameof(CertificateProof)} is '{CertificateProof}'; set it to v2 or v1, or leave it out for v2."],
    ];

    private static IEnumerable<string> FaultsOfAddress(string setting, string address)
    {
        if (!StoreAddress.IsBase(address))
        {
            yield return $"{Section}:{setting} must be an absolute https address without user, query and fragment; set it, or leave it out for Anaplan's own.";
        }
    }

    private IEnumerable<string> FaultsOfCredentials()
    {
        var hasUser = !string.IsNullOrEmpty(UserName);
        if (hasUser != !string.IsNullOrEmpty(Password))
        {
            yield return $"{Section}:{(hasUser ? nameof(Password) : nameof(UserName))} is missing; user name and password belong together.";
        }

        if (UserName?.Contains(':', StringComparison.Ordinal) == true)
        {
            yield return $"{Section}:{nameof(UserName)} has a colon, which a user name cannot have; give the user's e-mail address.";
        }

        if (hasUser && HasCertificate)
        {
            yield return $"{Section} has a user name and a certificate; remove the one that is not to be used.";
        }

        if (!string.IsNullOrEmpty(Certificate) && !string.IsNullOrEmpty(CertificatePath))
        {
            yield return $"{Section}:{nameof(Certificate)} and {Section}:{nameof(CertificatePath)} are both set; remove one.";
        }
        else if (HasCertificate && ClientCertificate.FaultOf(this) is { } fault)
        {
            yield return fault;
        }
    }
}
