using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Handbook;

/// <summary>
/// The commands of README and docs/, run page by page as a reader would, on a demo that serves. What builds, deploys or starts a server is not run again here: of <c>dotnet</c> and
/// <c>infra/deploy.sh</c> the paths are looked for, and tests of their own run them.
/// </summary>
[Needs(Need.App)]
public sealed class HandbookCommandsTests(ServedDemo demo) : IClassFixture<ServedDemo>
{
    private const string Flows = """
        #!/bin/sh
        case "${1-}" in demo|serve) set -- "$1" --help ;; esac
        exec "$REAL_DOTNET" "$FLOWS_TOOL" "$@"
        """;

    private const string Dotnet = """
        #!/bin/sh
        case "$*" in
          "run --project src/FlowFunctions.Cli -- "*) shift 4; exec flows "$@" ;;
        esac
        for word in "$@"; do
          case "$word" in src/*|tests/*|infra/*) [ -e "$REPOSITORY/$word" ] || { echo "$word is not in the repository." >&2; exit 64; } ;; esac
        done
        """;

    private const string Deploy = """
        #!/bin/sh
        [ -x "$REPOSITORY/infra/deploy.sh" ]
        """;

    public static TheoryData<string> Pages { get; } = [.. HandbookPage.All.Where(page => page.Scripts.Any()).Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_does_what_it_says(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The handbook's commands are those of a Unix shell.");
        await demo.StartAsync();
        var key = await File.ReadAllTextAsync(Path.Combine(demo.Folder, ".flows", "dev-key"));
        var folder = Directory.CreateDirectory(Path.Combine(demo.Folder, Path.GetFileNameWithoutExtension(path))).FullName;
        Write(folder, ".flows/dev-key", key);
        // An answer that is no success is a failure of the command.
        Write(folder, ".curlrc", "fail-with-body\n");
        Write(folder, "bin/flows", Flows);
        Write(folder, "bin/dotnet", Dotnet);
        Write(folder, "bin/az", "#!/bin/sh\n");
        Write(folder, "infra/deploy.sh", Deploy);
        var script = new StringBuilder("set -euo pipefail\ntrap 'echo \"This failed: $BASH_COMMAND\" >&2' ERR\n");
        foreach (var block in new HandbookPage(path).Scripts)
            script.AppendLine(Here(block));

        var (exitCode, said) = await RunAsync(folder, script.ToString(), key.Trim());

        Assert.True(exitCode == 0, string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}\n{said}"));
    }

    [Fact]
    public void Command_within_a_sentence_is_one_of_the_tool()
    {
        var root = FlowsCommand.Create(ToolRun.Nowhere());
        var mentioned = HandbookPage.All.SelectMany(page => page.Mentions).Distinct().ToList();

        Assert.NotEmpty(mentioned);
        Assert.All(mentioned, mention => Assert.True(IsOne(root, mention), mention));
    }

    [Fact]
    public void Exit_codes_are_those_of_the_tool()
    {
        var text = new HandbookPage("docs/running.md").Text;

        Assert.All(ExitCode.All, code => Assert.Contains($"\n| {code.Code} | {code.Meaning} |\n", text));
    }

    /// <summary>A whole command, or the words of a verb without its arguments.</summary>
    private static bool IsOne(RootCommand root, string mention)
    {
        var words = CommandLineWords.Of(mention).Skip(1).ToList();
        Command command = root;
        foreach (var word in words)
        {
            if (command.Subcommands.FirstOrDefault(verb => verb.Name == word) is not { } verb)
                break;
            command = verb;
        }

        return root.Parse(words).Errors.Count == 0 || (command != root && words[^1] == command.Name);
    }

    /// <summary>The addresses that the pages give as examples, as they are here.</summary>
    private string Here(string script) => script
        .Replace("http://127.0.0.1:7071", demo.Server, StringComparison.Ordinal)
        .Replace("http://localhost:7071", demo.Server, StringComparison.Ordinal)
        .Replace("https://old.example.com", demo.Server, StringComparison.Ordinal)
        .Replace("http://127.0.0.1:40931", demo.Endpoint, StringComparison.Ordinal);

    private async Task<(int ExitCode, string Said)> RunAsync(string folder, string script, string key)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("FLOWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["PATH"] = $"{folder}/bin:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = folder,
            ["XDG_CONFIG_HOME"] = $"{folder}/.config",
            ["REAL_DOTNET"] = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : Which("dotnet"),
            ["FLOWS_TOOL"] = ToolPath.Here,
            ["REPOSITORY"] = HandbookPage.Root,
            ["FLOWS_SERVER"] = demo.Server,
            ["FLOWS_FROM_KEY"] = key,
            ["PROD_KEY"] = key,
        })
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        bash.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Wait.Patience * 2);
        var said = await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(deadline.Token), bash.StandardError.ReadToEndAsync(deadline.Token));
        await bash.WaitForExitAsync(deadline.Token);
        return (bash.ExitCode, string.Join("\n--- standard error\n", said));
    }

    private static string Which(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
