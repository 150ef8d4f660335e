using System.Text.RegularExpressions;

namespace FlowFunctions.Cli.Definitions;

/// <summary>The values that documents only name: secrets, and what differs from one installation to another.</summary>
/// <param name="given">By name, over the environment.</param>
/// <param name="environment">The value of a variable; null where it is not set.</param>
internal sealed partial class Values(IReadOnlyDictionary<string, string> given, Func<string, string?> environment)
{
    private const UnixFileMode OthersMayRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Those of a file, over those of the environment.</summary>
    /// <param name="file">Lines of NAME=VALUE; empty ones and those that begin with # do not count. Null for none.</param>
    /// <param name="surroundings">The environment, and where the path begins.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FlowsException">It cannot be read, or others may read it.</exception>
    public static async Task<Values> ReadAsync(string? file, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file is null)
            return new Values(values, surroundings.Environment);
        var path = Path.Combine(surroundings.Folder, file);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMayRead) != UnixFileMode.None)
                throw new FlowsException(ExitCode.Misuse, $"{file} may be read by others than you, and holds secrets.", $"Close it: chmod 600 {file}");
            foreach (var (line, text) in (await File.ReadAllLinesAsync(path, cancellationToken)).Index())
            {
                if (text.TrimStart() is "" or ['#', ..])
                    continue;
                var equals = text.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || !Name().IsMatch(text[..equals].Trim()))
                    throw new FlowsException(ExitCode.Misuse, $"{file}:{line + 1} is no NAME=VALUE.", "Write one a line; # begins a comment.");
                values[text[..equals].Trim()] = text[(equals + 1)..].Trim();
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FlowsException(ExitCode.Misuse, $"{file} cannot be read: {problem.Message}", "Name a file with lines of NAME=VALUE.", problem);
        }

        return new Values(values, surroundings.Environment);
    }

    /// <summary>The value of a name; null where nobody has given one. The variable NAME_FILE names a file with it.</summary>
    public string? Find(string name)
    {
        if (given.TryGetValue(name, out var value))
            return value;
        if (environment(name) is { } variable)
            return variable;
        return environment($"{name}_FILE") is { Length: > 0 } file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    /// <summary>The text with ${NAME} replaced; a name without a value stays, and is added to <paramref name="missing"/>.</summary>
    public string Fill(string text, ICollection<string> missing) => Reference().Replace(text, match =>
    {
        if (match.Value.StartsWith("$$", StringComparison.Ordinal))
            return match.Value[1..];
        var name = match.Groups["name"].Value;
        if (Find(name) is { } value)
            return value;
        missing.Add(name);
        return match.Value;
    });

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
