using System.Text.RegularExpressions;

namespace AnaplanSimulator.Faults;

/// <summary>A pattern of requests, such as <c>PUT **/files/113000000001/chunks/*</c>.</summary>
internal sealed class RequestPattern
{
    private readonly Regex _regex;

    private RequestPattern(Regex regex) => _regex = regex;

    /// <exception cref="FormatException">It is not a method, a space and a path.</exception>
    public static RequestPattern Parse(string pattern)
    {
        if (pattern.Split(' ') is not [{ Length: > 0 } method, { Length: > 0 } path])
            throw new FormatException($"\"{pattern}\" must be a method or *, a space and a path, such as POST **/imports/*/tasks.");
        var escaped = Regex.Escape(path).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        var methods = method == "*" ? "[A-Z]+" : Regex.Escape(method);
        return new(new Regex($"^{methods} {escaped}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
    }

    public bool Fits(string method, string path) => _regex.IsMatch($"{method} {path}");
}
