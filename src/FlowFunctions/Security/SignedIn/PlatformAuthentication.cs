namespace FlowFunctions.Security;

/// <summary>
/// Whether the platform signs callers in and says so in a header that it alone sets: App Service and Functions with their built-in authentication take the header
/// away from requests that come with it. Read from the process's environment alone, where the platform writes it: a settings file or a command line cannot claim it.
/// </summary>
internal sealed record PlatformAuthentication(bool IsEnforced)
{
    private const string SiteName = "WEBSITE_SITE_NAME";
    private const string AuthenticationEnabled = "WEBSITE_AUTH_ENABLED";

    public static PlatformAuthentication OfProcess() => Of(Environment.GetEnvironmentVariable);

    public static PlatformAuthentication Of(Func<string, string?> environment) =>
        new(!string.IsNullOrEmpty(environment(SiteName)) && bool.TryParse(environment(AuthenticationEnabled), out var isEnabled) && isEnabled);
}
