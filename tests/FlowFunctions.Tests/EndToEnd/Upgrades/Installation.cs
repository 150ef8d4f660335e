using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AnaplanSimulator;
using FlowFunctions.LocalHost.Emulator;
using FlowFunctions.Testing;
using FlowFunctions.Tests.EndToEnd.Anaplan;
using FlowFunctions.Tests.Targets;

namespace FlowFunctions.Tests.EndToEnd.Upgrades;

/// <summary>
/// A whole installation in a folder: the storage, and the keys that encrypt its secrets. One of an earlier version is kept in a file. When it is opened it is moved to now, by whole hours, as if
/// it had been stopped for two or three; and to the address of the endpoint that its steps call.
/// </summary>
internal sealed partial class Installation : IAsyncDisposable
{
    /// <summary>Names its tables and its task hub.</summary>
    private const string Name = "upgrade";

    private const string Contents = "contents.json";

    /// <summary>More than anything in it waits.</summary>
    private static readonly TimeSpan StoppedFor = TimeSpan.FromHours(2);

    private readonly string _folder;
    private readonly AzuriteEndpoints _endpoints;
    private readonly ManagedAzurite _azurite;
    private bool _isKept;

    private Installation(string folder, AzuriteEndpoints endpoints, ManagedAzurite azurite) => (_folder, _endpoints, _azurite) = (folder, endpoints, azurite);

    /// <summary>An empty one.</summary>
    public static Task<Installation> CreateAsync() => OpenAsync(Directory.CreateTempSubdirectory("flow-functions-installation-").FullName);

    /// <summary>One that was kept.</summary>
    /// <param name="file">By <see cref="KeepAsync"/>.</param>
    /// <param name="endpoint">What its steps call from now on.</param>
    public static async Task<(Installation Installation, InstallationContents Contents)> OpenAsync(string file, ScriptedEndpoint endpoint)
    {
        var folder = Directory.CreateTempSubdirectory("flow-functions-installation-").FullName;
        await ZipFile.ExtractToDirectoryAsync(file, folder);
        var contents = JsonSerializer.Deserialize<InstallationContents>(await File.ReadAllTextAsync(Path.Combine(folder, Contents)))!;
        var hours = (int)Math.Floor((TimeProvider.System.GetUtcNow() - StoppedFor - contents.StoppedAt).TotalHours);
        foreach (var path in Directory.EnumerateFiles(DataOf(folder), "*", SearchOption.AllDirectories))
        {
            // One byte is one character, whatever it is.
            var text = await File.ReadAllTextAsync(path, Encoding.Latin1);
            await File.WriteAllTextAsync(path, Moved(text, hours).Replace(contents.Endpoint, new Uri(endpoint.Url).Authority, StringComparison.Ordinal), Encoding.Latin1);
        }

        return (await OpenAsync(folder), contents);
    }

    /// <summary>The application on it. One at a time.</summary>
    /// <param name="endpoint">What its webhook calls.</param>
    /// <param name="anaplan">What its loads go to.</param>
    public Task<ServedApp> StartAsync(ScriptedEndpoint endpoint, SimulatorHost anaplan) => ServedApp.StartAsync(
        _endpoints.ConnectionString,
        new(StringComparer.Ordinal)
        {
            ["Secrets:KeyFolder"] = Path.Combine(_folder, "secret-keys"),

            // The longest that there is: what was under way is not to run out of its time while it is stopped.
            ["Flows:MaxRunDuration"] = "6.00:00:00",
            ["Flows:InlineWait"] = "00:00:01",
            ["Notifications:Webhooks:ops:Url"] = endpoint.Url + UpgradeTests.Webhook,
            ["Targets:Anaplan:ApiAddress"] = anaplan.ApiBase,
            ["Targets:Anaplan:AuthAddress"] = anaplan.AuthBase,
            ["Targets:Anaplan:UserName"] = SimulatedLoads.User,
            ["Targets:Anaplan:Password"] = "planner",
        },
        Name);

    /// <summary>Stops the storage, and keeps all of it in a file.</summary>
    /// <param name="file">To be written.</param>
    /// <param name="contents">What is in it.</param>
    /// <param name="sources">Where the sources were when the application was built, which stack traces name: it is taken out.</param>
    public async Task KeepAsync(string file, InstallationContents contents, string sources)
    {
        await _azurite.DisposeAsync();
        _isKept = true;
        foreach (var log in Directory.EnumerateFiles(DataOf(_folder), "*.log"))
        {
            File.Delete(log);
        }

        foreach (var path in Directory.EnumerateFiles(DataOf(_folder), "*", SearchOption.AllDirectories))
        {
            // As long as it was: messages are found by their place.
            var text = await File.ReadAllTextAsync(path, Encoding.Latin1);
            await File.WriteAllTextAsync(path, text.Replace(sources, '/' + new string('_', sources.Length - 1), StringComparison.Ordinal), Encoding.Latin1);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, Contents), JsonSerializer.Serialize(contents));
        File.Delete(file);
        await ZipFile.CreateFromDirectoryAsync(_folder, file, CompressionLevel.SmallestSize, includeBaseDirectory: false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isKept)
        {
            await _azurite.DisposeAsync();
        }

        EmulatorFolders.Delete(_folder);
    }

    private static async Task<Installation> OpenAsync(string folder)
    {
        NeedsAttribute.Demand(Need.Azurite);
        var ports = FreePorts.Take(3);
        var endpoints = new AzuriteEndpoints(ports[0], ports[1], ports[2]);
        var settings = new AzuriteSettings { Endpoints = endpoints, Location = DataOf(folder), StartWithin = TimeSpan.FromMinutes(2) };
        return new(folder, endpoints, await ManagedAzurite.EnsureAsync(settings, TimeProvider.System));
    }

    private static string DataOf(string folder) => Path.Combine(folder, "azurite");

    /// <summary>Instants in texts and in keys, and the milliseconds since 1970 at which messages become visible.</summary>
    private static string Moved(string text, int hours)
    {
        text = Instant().Replace(text, match => Moved(match.Value, "yyyy-MM-ddTHH"));
        text = DueKey().Replace(text, match => Moved(match.Value, "yyyyMMddHH"));
        return VisibleAt().Replace(text, match => (long.Parse(match.Value, CultureInfo.InvariantCulture) + (long)TimeSpan.FromHours(hours).TotalMilliseconds).ToString(CultureInfo.InvariantCulture));

        string Moved(string instant, string format) => DateTime.ParseExact(instant, format, CultureInfo.InvariantCulture).AddHours(hours).ToString(format, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\dT\d\d(?=:\d\d:\d\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Instant();

    [GeneratedRegex(@"(?<=""due-)20\d{8}(?=\d{4}-)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DueKey();

    [GeneratedRegex(@"(?<=""timeNextVisible"":)\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VisibleAt();
}
