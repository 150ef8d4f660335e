using System.Diagnostics;
using System.Text;

namespace FlowFunctions.Infra.Tests.Deploying;

/// <summary>A folder infra/ with the real scripts and their list of steps, a PATH with nothing but what they need, and an az that answers from a file.</summary>
internal sealed class DeployScript : IDisposable
{
    // With sh and dirname, which dotnet's own start needs.
    private static readonly string[] SystemTools =
    [
        "basename", "bash", "cat", "curl", "dirname", "env", "grep", "head", "mkdir", "mktemp", "paste", "readlink", "rm", "sed", "sh", "sleep", "sort", "tr", "uname", "zip",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("flow-functions-deploy-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["DOTNET_TieredPGO"] = "0",
        ["FLOWS_DEPLOY_RETRY_SECONDS"] = "0",
        ["FLOWS_DEPLOY_TIMEOUT_SECONDS"] = "60",
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
    };

    public DeployScript()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The stand-in for az is found through links and a shebang.");
        var missing = SystemTools.Where(tool => Tools.OnPath(tool) is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"The scripts need what is not on this machine: {string.Join(", ", missing)}.");
        Directory.CreateDirectory(Bin);
        Directory.CreateDirectory(InfraFolder);
        foreach (var file in new[] { "deploy.sh", "deploy.ps1", "steps", "main.bicep" })
        {
            File.Copy(Path.Combine(Infra.Repository, "infra", file), Path.Combine(InfraFolder, file));
        }

        Parameters("dev", "using 'main.bicep'\n");
        foreach (var tool in SystemTools)
        {
            File.CreateSymbolicLink(Path.Combine(Bin, tool), Tools.OnPath(tool)!);
        }

        Program("az", $$"""
            exec 3<>/dev/tcp/127.0.0.1/{{AzStandIn.Port}}
            printf '%s\n' "$(($# + 1))" '{{_root}}' "$@" >&3
            read -r code <&3
            IFS= read -r -d '' said <&3
            if [ "$code" = 130 ]; then kill -INT "$PPID"; sleep "${AZ_ENDS_AFTER:-1}"; fi
            if [ "$code" = 0 ]; then printf '%s' "$said"; else printf '%s' "$said" >&2; fi
            exit "$code"
            """);
        // Builds an app of two files: dotnet publish PROJECT --configuration Release --output FOLDER.
        Program("dotnet", "mkdir -p \"$6/.azurefunctions\"; echo '{}' > \"$6/host.json\"; echo '{}' > \"$6/.azurefunctions/function.deps.json\"");
    }

    public AzureAnswers Azure { get; } = new();

    /// <summary>The calls to az, in their order.</summary>
    public IReadOnlyList<string> Calls => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    /// <summary>A copy of the zip that was published last.</summary>
    public string Published => $"{Log}.zip";

    private string Bin => Path.Combine(_root, "bin");

    private string InfraFolder => Path.Combine(_root, "infra");

    private string Log => Path.Combine(_root, "calls");

    public string WriteFile(string name, string content)
    {
        var path = Path.Combine(_root, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Parameters(string installation, string content) => File.WriteAllText(Path.Combine(InfraFolder, $"main.{installation}.bicepparam"), content);

    /// <summary>Those of the repository.</summary>
    public void OwnParameters(string installation) => Parameters(installation, Infra.Read($"infra/main.{installation}.bicepparam"));

    public void Set(string name, string value) => _environment[name] = value;

    public void Remove(string program) => File.Delete(Path.Combine(Bin, program));

    /// <summary>The app answers there.</summary>
    public void AppAnswersAt(string address) =>
        Azure.Says("deployment group show", AzureAnswers.Json(new
        {
            properties = new { outputs = new { appName = new { type = "String", value = "func-flows-dev-abcdefghi" }, address = new { type = "String", value = address } } },
        }));

    /// <param name="shell">bash or pwsh.</param>
    /// <param name="arguments">As for bash; for PowerShell --app-only becomes -AppOnly.</param>
    public Task<Ended> RunAsync(string shell, params string[] arguments) =>
        // A test run in the background ignores Ctrl-C, and what it starts would, too.
        StartAsync(Path.Combine(Bin, "env"), ["--default-signal=INT", .. Command(shell, interactive: false, arguments)]);

    /// <summary>The same in a terminal, in which somebody types.</summary>
    /// <param name="shell">bash or pwsh.</param>
    /// <param name="typed">One line.</param>
    /// <param name="arguments">As for bash.</param>
    public Task<Ended> RunInTerminalAsync(string shell, string typed, params string[] arguments)
    {
        var terminal = Tools.OnPath("script");
        Assert.SkipWhen(terminal is null, "There is no program script, of util-linux, which gives a terminal.");
        return StartAsync(terminal, ["--quiet", "--return", "--command", string.Join(' ', Command(shell, interactive: true, arguments)), "/dev/null"], $"{typed}\n");
    }

    /// <summary>Runs lines of a shell in the folder that holds infra/, from a file as azd does.</summary>
    /// <param name="shell">sh or pwsh.</param>
    /// <param name="lines">The script.</param>
    public Task<Ended> RunHookAsync(string shell, string lines) =>
        shell == "sh"
            ? StartAsync(Path.Combine(Bin, "sh"), [WriteFile("hook.sh", lines)])
            : StartAsync(Tools.PowerShell[0], [.. Tools.PowerShell[1..], "-NoProfile", "-NonInteractive", "-File", WriteFile("hook.ps1", lines)]);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string ForPowerShell(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal)
            ? "-" + string.Concat(argument[2..].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))
            : argument;

    private IEnumerable<string> Command(string shell, bool interactive, string[] arguments) =>
        shell == "bash"
            ? [Path.Combine(Bin, "bash"), Path.Combine(InfraFolder, "deploy.sh"), .. arguments]
            :
            [
                .. Tools.PowerShell, "-NoProfile", .. interactive ? Array.Empty<string>() : ["-NonInteractive"],
                "-File", Path.Combine(InfraFolder, "deploy.ps1"), .. arguments.Select(ForPowerShell),
            ];

    private async Task<Ended> StartAsync(string program, IEnumerable<string> arguments, string typed = "")
    {
        var start = new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = _root;
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = Bin;
        start.Environment["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        WriteFile("answers.json", Azure.ToJson());

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(typed);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The script did not end; az was asked: {string.Join('\n', Calls)}", late);
        }

        return new Ended(process.ExitCode, await output, await error);
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(Bin, name);
        File.WriteAllText(path, new StringBuilder($"#!{Path.Combine(Bin, "bash")}\n").Append(script).Append('\n').ToString());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    internal sealed record Ended(int ExitCode, string Output, string Error)
    {
        public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
    }
}
