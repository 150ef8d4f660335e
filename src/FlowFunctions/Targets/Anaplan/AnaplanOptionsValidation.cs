using Microsoft.Extensions.Options;

namespace FlowFunctions.Targets.Anaplan;

internal sealed class AnaplanOptionsValidation : IValidateOptions<AnaplanOptions>
{
    public ValidateOptionsResult Validate(string? name, AnaplanOptions options)
    {
        List<string> faults = [.. Addresses(options), .. Credentials(options), .. Limits(options)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Addresses(AnaplanOptions options)
    {
        foreach (var (setting, address) in new[] { (nameof(options.ApiAddress), options.ApiAddress), (nameof(options.AuthAddress), options.AuthAddress) })
        {
            var valid = Uri.TryCreate(address, UriKind.Absolute, out var uri)
                && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
                && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
            if (!valid)
            {
                yield return $"{Key(setting)} must be an absolute https address without user, query and fragment; set it, or leave it out for Anaplan's own.";
            }
        }
    }

    private static IEnumerable<string> Credentials(AnaplanOptions options)
    {
        var hasUser = !string.IsNullOrEmpty(options.UserName);
        if (hasUser != !string.IsNullOrEmpty(options.Password))
        {
            yield return $"{Key(hasUser ? nameof(options.Password) : nameof(options.UserName))} is missing; user name and password belong together.";
        }

        if (options.UserName?.Contains(':', StringComparison.Ordinal) == true)
        {
            yield return $"{Key(nameof(options.UserName))} has a colon, which a user name cannot have; give the user's e-mail address.";
        }

        if (hasUser && options.HasCertificate)
        {
            yield return $"{AnaplanOptions.Section} has a user name and a certificate; remove the one that is not to be used.";
        }

        if (!string.IsNullOrEmpty(options.Certificate) && !string.IsNullOrEmpty(options.CertificatePath))
        {
            yield return $"{Key(nameof(options.Certificate))} and {Key(nameof(options.CertificatePath))} are both set; remove one.";
        }
        else if (options.HasCertificate)
        {
            var fault = ClientCertificate.FaultOf(options);
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Limits(AnaplanOptions options)
    {
        if (options.RequestsPerMinute is < 1 or > AnaplanOptions.MaximumRequestsPerMinute)
        {
            yield return $"{Key(nameof(options.RequestsPerMinute))} is {options.RequestsPerMinute}; set it between 1 and {AnaplanOptions.MaximumRequestsPerMinute}.";
        }

        if (options.RequestTimeout < AnaplanOptions.MinimumRequestTimeout || options.RequestTimeout > AnaplanOptions.MaximumRequestTimeout)
        {
            yield return $"{Key(nameof(options.RequestTimeout))} is {options.RequestTimeout}; set it between {AnaplanOptions.MinimumRequestTimeout} and {AnaplanOptions.MaximumRequestTimeout}.";
        }
    }

    private static string Key(string setting) => $"{AnaplanOptions.Section}:{setting}";
}
