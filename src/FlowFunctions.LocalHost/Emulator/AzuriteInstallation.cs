using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.LocalHost.Emulator;

/// <summary>The pinned Azurite, installed by npm once per user into a folder named for what it was installed from.</summary>
/// <remarks>Safe among processes: one installs, the others wait. A folder appears whole or not at all.</remarks>
internal sealed partial class AzuriteInstallation(string cache, ILogger logger, TimeProvider time)
{
    public const string Version = "3.35.0";

    private static readonly string[] Files = ["package.json", "package-lock.json", "keeper.js"];

    private static readonly TimeSpan InstallWithin = TimeSpan.FromMinutes(10);

    private readonly string _folder = Path.Combine(cache, ContentHash());

    /// <summary>Where a user's installations are: the local application data folder.</summary>
    public static string UserCache
    {
        get
        {
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "flow-functions", "azurite");
        }
    }

    public string Cache => cache;

    public string KeeperScript => Path.Combine(_folder, "keeper.js");

    public string AzuriteScript => Path.Combine(_folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <exception cref="AzuriteException">Node.js or npm is missing or too old, or npm failed.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder))
        {
            return;
        }

        Directory.CreateDirectory(cache);
        await using var installing = await FileLock.AcquireAsync(Path.Combine(cache, "install.lock"), time, cancellationToken);
        if (!Directory.Exists(_folder))
        {
            await InstallAsync(cancellationToken);
        }
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        await NodeTools.CheckNodeAsync(cancellationToken);
        foreach (var abandoned in Directory.GetDirectories(cache, "installing-*"))
        {
            Directory.Delete(abandoned, recursive: true);
        }

        Installing(Version, _folder);
        var started = time.GetTimestamp();
        var draft = Directory.CreateDirectory(Path.Combine(cache, $"installing-{Environment.ProcessId}")).FullName;
        foreach (var file in Files)
        {
            await File.WriteAllBytesAsync(Path.Combine(draft, file), Content(file), cancellationToken);
        }

        using var deadline = new CancellationTokenSource(InstallWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        // Scripts of packages are not run: Azurite needs none, and they are the usual way for a bad package to do harm.
        var npm = await NodeTools.RunAsync(
            NodeTools.Npm, ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], draft, either.Token);
        if (npm.ExitCode != 0)
        {
            throw new AzuriteException(
                $"npm could not install Azurite {Version} (npm ci, exit code {npm.ExitCode}): {npm.LastLines}. " +
                "Check the connection to the npm registry ('npm ping'), or start an Azurite yourself.");
        }

        Directory.Move(draft, _folder);
        Installed(Version, time.GetElapsedTime(started).TotalSeconds);
    }

    private static string ContentHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            hash.AppendData(Content(file));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }

    private static byte[] Content(string file)
    {
        using var resource = typeof(AzuriteInstallation).Assembly.GetManifestResourceStream($"azurite/{file}")
            ?? throw new InvalidOperationException($"The assembly has no resource azurite/{file}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }

    [LoggerMessage(1301, LogLevel.Information, "Installing Azurite {Version} into {Folder}, once; this takes up to a minute")]
    private partial void Installing(string version, string folder);

    [LoggerMessage(1302, LogLevel.Information, "Azurite {Version} is installed after {Seconds:0.0} s")]
    private partial void Installed(string version, double seconds);
}
