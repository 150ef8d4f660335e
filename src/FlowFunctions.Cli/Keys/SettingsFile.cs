using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using FlowFunctions.Cli.Files;

namespace FlowFunctions.Cli.Keys;

/// <summary>The keys in the Values of a local.settings.json. All else in the file stays as it is.</summary>
internal sealed class SettingsFile
{
    public const string DefaultName = "local.settings.json";

    private const string ValuesName = "Values";

    private static readonly string[] Properties = ["Name", "Role", "Salt", "Hash"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly JsonObject _content;
    private readonly bool _isNew;

    private SettingsFile(string path, JsonObject content, bool isNew) => (_path, _content, _isNew) = (path, content, isNew);

    /// <summary>In the order of their entries' names, numbers by value.</summary>
    public IReadOnlyList<KeyEntry> Keys =>
    [
        .. KeySettings()
            .GroupBy(setting => setting.Entry, StringComparer.OrdinalIgnoreCase)
            .OrderBy(entry => int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new KeyEntry(entry.Key, ValueOf(entry, "Name"), ValueOf(entry, "Role"), ValueOf(entry, "Salt"), ValueOf(entry, "Hash"))),
    ];

    /// <summary>The first number behind all those that are taken.</summary>
    public string NextEntry =>
        (KeySettings().Select(setting => int.TryParse(setting.Entry, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).DefaultIfEmpty(-1).Max() + 1)
        .ToString(CultureInfo.InvariantCulture);

    private JsonObject Values => (JsonObject)_content[ValuesName]!;

    /// <summary>The file's content; that of a fresh one where there is none yet.</summary>
    /// <exception cref="FlowsException">The file cannot be read, or not be written back without losing something.</exception>
    public static async Task<SettingsFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // A link is written through, not replaced.
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            return File.Exists(target)
                ? new(target, Parse(path, await File.ReadAllTextAsync(target, cancellationToken)), isNew: false)
                : new(target, Fresh(), isNew: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FlowsException($"{path} cannot be read: {problem.Message}", "Give another file with --settings.", problem);
        }
    }

    public void Add(KeyEntry key)
    {
        foreach (var (name, value) in key.Settings)
            Values[name] = value;
    }

    public void Remove(KeyEntry key)
    {
        foreach (var setting in KeySettings().Where(setting => string.Equals(setting.Entry, key.Entry, StringComparison.OrdinalIgnoreCase)).ToList())
            Values.Remove(setting.Name);
    }

    /// <summary>Writes the file so that whoever reads it sees the whole of the old or of the new content. A new file is for its owner alone; another keeps its mode.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(_path) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new FlowsException($"{_path} cannot be written: there is no folder {folder}.", "Make it, give another file with --settings, or use --print.");
        var draft = $"{_path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly.File;
        try
        {
            await using (var file = new StreamWriter(draft, options))
            {
                await file.WriteLineAsync(_content.ToJsonString(Indented).AsMemory(), cancellationToken);
            }

            if (!_isNew && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(draft, File.GetUnixFileMode(_path));
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FlowsException($"{_path} cannot be written: {problem.Message}", "Nothing was changed. Give another file with --settings, or use --print.", problem);
        }
        finally
        {
            // Where there is no folder, deleting would be the next fault.
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    private static JsonObject Fresh() => new()
    {
        ["IsEncrypted"] = false,
        [ValuesName] = new JsonObject { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" },
    };

    private static JsonObject Parse(string path, string text)
    {
        try
        {
            var content = JsonNode.Parse(text, documentOptions: Strict) as JsonObject ?? throw new JsonException("It is not an object.");
            if (content["IsEncrypted"] is JsonValue encrypted && encrypted.TryGetValue<bool>(out var isEncrypted) && isEncrypted)
                throw new FlowsException($"{path} is encrypted.", "Decrypt it with 'func settings decrypt', or use --print.");
            content[ValuesName] ??= new JsonObject();
            return content[ValuesName] is JsonObject ? content : throw new JsonException("Its Values are not an object.");
        }
        catch (JsonException problem)
        {
            throw new FlowsException(
                $"{path} cannot be changed without losing something of it: {problem.Message}",
                "Comments, trailing commas and repeated names are not kept: remove them, or use --print and change the file by hand.",
                problem);
        }
    }

    private static string ValueOf(IEnumerable<(string Name, string Entry, string Property, string Value)> settings, string property) =>
        settings.FirstOrDefault(setting => string.Equals(setting.Property, property, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <summary>Both separators of the app's configuration count; upper and lower case are the same, as there.</summary>
    private IEnumerable<(string Name, string Entry, string Property, string Value)> KeySettings() =>
        from setting in Values
        let parts = setting.Key.Replace("__", ":", StringComparison.Ordinal).Split(':')
        where parts.Length == 4
            && string.Equals(parts[0], "Security", StringComparison.OrdinalIgnoreCase)
            && string.Equals(parts[1], "Keys", StringComparison.OrdinalIgnoreCase)
            && Properties.Contains(parts[3], StringComparer.OrdinalIgnoreCase)
        select (setting.Key, parts[2], parts[3], setting.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : setting.Value?.ToJsonString() ?? "");
}
