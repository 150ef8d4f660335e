using System.Collections.Frozen;
using System.Net.Mime;
using System.Reflection;
using System.Text;
using FlowFunctions.Security;

namespace FlowFunctions.Dashboard;

/// <summary>The page and its parts, as src/Dashboard was built into this assembly. Nothing comes from elsewhere.</summary>
internal static class DashboardFiles
{
    /// <summary>Before the names of the embedded files.</summary>
    private const string Prefix = "dashboard/";
    private const string AssetPrefix = Prefix + "assets/";
    private const string PageFile = Prefix + "index.html";

    /// <summary>In the page, where the way from the address that was asked for to the root belongs.</summary>
    private const string Base = "<base href=\"./\">";

    /// <summary>The deepest address has four segments, and may end with a slash.</summary>
    private const int Depths = 5;

    // No script and no style but its own files, and none within the document; the page calls nobody but the service that it came from.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    // A worker goes by the policy of its own file, not by the page's: it calls nobody, and loads nothing.
    private const string AssetSecurityPolicy = "default-src 'none'";

    /// <summary>For the page, after its base: the platform signs people in at its address for this provider.</summary>
    private const string PlatformLogin = $"<meta name=\"platform-login\" content=\"{PlatformPrincipal.EntraId}\">";

    private const string SecurityPolicyHeader = "Content-Security-Policy";

    private static readonly Assembly Own = typeof(DashboardFiles).Assembly;

    private static readonly Dictionary<string, string> PageHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        [SecurityPolicyHeader] = ContentSecurityPolicy,
        ["Referrer-Policy"] = "no-referrer",
        ["X-Frame-Options"] = "DENY",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
    };

    private static readonly Dictionary<string, string> AssetHeaders = new(StringComparer.OrdinalIgnoreCase) { [SecurityPolicyHeader] = AssetSecurityPolicy };

    // Read when they are first asked for: most processes are never asked.
    private static readonly Lazy<string> Page = new(() => Encoding.UTF8.GetString(DashboardFile.Unpacked(Own, PageFile)));

    private static readonly Lazy<DashboardFile>[] Pages = MakePages("");
    private static readonly Lazy<DashboardFile>[] PagesWithLogin = MakePages(PlatformLogin);

    private static readonly FrozenDictionary<string, Lazy<DashboardFile>> Assets = Own.GetManifestResourceNames()
        .Where(name => name.StartsWith(AssetPrefix, StringComparison.Ordinal) && name.EndsWith(DashboardFile.BrotliSuffix, StringComparison.Ordinal))
        .Select(name => name[AssetPrefix.Length..^DashboardFile.BrotliSuffix.Length])
        .ToFrozenDictionary(
            file => file,
            file => new Lazy<DashboardFile>(() => DashboardFile.Embedded(Own, AssetPrefix + file, MediaTypeOf(file), AssetHeaders)),
            StringComparer.Ordinal);

    /// <summary>Null where the page has no such part.</summary>
    public static DashboardFile? Find(string file) => Assets.TryGetValue(file, out var asset) ? asset.Value : null;

    /// <summary>The page as it is at an address: its parts are found from the root, under whatever prefix that is served.</summary>
    /// <param name="depth">How many folders the address is below the root, 0 to 4.</param>
    /// <param name="hasPlatformLogin">Whether the platform signs people in, so that the page offers it.</param>
    public static DashboardFile PageAt(int depth, bool hasPlatformLogin) => (hasPlatformLogin ? PagesWithLogin : Pages)[Math.Max(depth, 0)].Value;

    private static Lazy<DashboardFile>[] MakePages(string head) => [.. Enumerable.Range(0, Depths).Select(depth => new Lazy<DashboardFile>(() => MakePage(depth, head)))];

    private static DashboardFile MakePage(int depth, string head)
    {
        var way = depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
        var page = Page.Value.Replace(Base, $"<base href=\"{way}\">{head}", StringComparison.Ordinal);
        return DashboardFile.Of(Encoding.UTF8.GetBytes(page), MediaTypeNames.Text.Html, PageHeaders);
    }

    private static string MediaTypeOf(string file) => Path.GetExtension(file) switch
    {
        ".js" => MediaTypeNames.Text.JavaScript,
        ".css" => MediaTypeNames.Text.Css,
        ".svg" => MediaTypeNames.Image.Svg,
        ".txt" => MediaTypeNames.Text.Plain,
        var other => throw new InvalidOperationException($"No media type is known for {other}, of {file}."),
    };
}
