using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Vaults;

namespace FlowFunctions.Cli.Definitions;

/// <summary>The values that documents only name: secrets, and what differs from one installation to another. A value may be a reference to a secret of a Key Vault.</summary>
/// <param name="given">By name, over the environment.</param>
/// <param name="environment">The value of a variable; null where it is not set.</param>
/// <param name="readSecretAsync">Reads what a reference leads to.</param>
internal sealed partial class Values(IReadOnlyDictionary<string, string> given, Func<string, string?> environment, Func<KeyVaultReference, CancellationToken, Task<string>> readSecretAsync)
{
    /// <summary>Vaults allow 4,000 requests of a kind in ten seconds; a handful at a time is quick enough.</summary>
    private const int Parallelism = 8;

    private const UnixFileMode OthersMayRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Dictionary<string, string> _given = new(given, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _read = new(StringComparer.Ordinal);

    /// <summary>Those of a file, over those of the environment.</summary>
    /// <param name="file">Lines of NAME=VALUE; empty ones and those that begin with # do not count. Null for none.</param>
    /// <param name="surroundings">The environment, and where the path begins.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FlowsException">It cannot be read, or others may read it.</exception>
    public static async Task<Values> ReadAsync(string? file, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file is null)
            return new Values(values, surroundings.Environment, surroundings.ReadSecretAsync);
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

        return new Values(values, surroundings.Environment, surroundings.ReadSecretAsync);
    }

    /// <summary>A value that somebody gives now, over all others.</summary>
    public void Give(string name, string value) => _given[name] = value;

    /// <summary>Reads from their vaults the secrets that definitions need.</summary>
    /// <param name="definitions">Not yet filled.</param>
    /// <param name="withCredentials">Whether connections' credentials are needed too, which are never compared.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    /// <exception cref="FlowsException">A reference is none, or its secret cannot be read.</exception>
    public async Task ReadVaultsAsync(IEnumerable<Definition> definitions, bool withCredentials, CancellationToken cancellationToken)
    {
        var wanted = definitions.SelectMany(definition => NamesIn(definition, withCredentials)).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Text: Given(name) ?? name)).Where(one => KeyVaultReference.IsOne(one.Text) && !_read.ContainsKey(one.Name))
            .ToLookup(one => KeyVaultReference.Parse(one.Text), one => one.Name);
        var secrets = new ConcurrentDictionary<KeyVaultReference, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, options, async (one, token) => secrets[one.Key] = await readSecretAsync(one.Key, token));
        foreach (var one in wanted)
        {
            foreach (var name in one)
                _read[name] = secrets[one.Key];
        }
    }

    /// <summary>
    /// The value of a name; null where nobody has given one, or it is in a vault and has not been read. The variable NAME_FILE names a file with it. A reference to a vault in the place of
    /// a name stands for itself.
    /// </summary>
    public string? Find(string name) => _read.GetValueOrDefault(name) ?? (Given(name) is { } value && !KeyVaultReference.IsOne(value) ? value : null);

    private static IEnumerable<string> NamesIn(Definition definition, bool withCredentials) =>
        TextsIn(definition.Content.Where(field => field.Key != "secrets").Select(field => field.Value))
            .SelectMany(text => Reference().Matches(text)).Select(match => match.Groups["name"].Value).Where(name => name.Length > 0)
            .Concat(withCredentials ? TextsIn([definition.Content["secrets"]]) : []);

    private static IEnumerable<string> TextsIn(IEnumerable<JsonNode?> nodes) => nodes.SelectMany(node => node switch
    {
        JsonObject fields => TextsIn(fields.Select(field => field.Value)),
        JsonArray items => TextsIn(items),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => [text.GetValue<string>()],
        _ => [],
    });

    private string? Given(string name)
    {
        if (_given.TryGetValue(name, out var value))
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
