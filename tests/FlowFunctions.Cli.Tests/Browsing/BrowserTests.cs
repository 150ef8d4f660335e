using System.Diagnostics;
using FlowFunctions.Cli.Browsing;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Browsing;

/// <summary>Which browser gets a page, with programs that stand for browsers.</summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly Uri Page = new("https://flows.example.com/flows/01a2/runs/01a3#code=a%20b");

    private readonly string _folder = Directory.CreateTempSubdirectory("flows-browser-").FullName;

    public BrowserTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows itself knows the browser.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task BROWSER_gets_the_page_as_its_last_word_or_where_it_says()
    {
        var program = Program("takes", "printf '%s|' \"$@\" >> \"$0.got\"");

        Assert.True(await OpenAsync(program));
        Assert.True(await OpenAsync($"{program} --new-window=%s --quick"));

        Assert.Equal($"{Page.AbsoluteUri}|--new-window={Page.AbsoluteUri}|--quick|", await File.ReadAllTextAsync($"{program}.got"));
    }

    [Fact]
    public async Task First_browser_that_takes_the_page_is_the_one()
    {
        var (refuses, takes, spared) = (Program("refuses", "exit 3"), Program("takes", "touch \"$0.got\""), Program("spared", "touch \"$0.got\""));

        Assert.True(await OpenAsync($"{_folder}/none:{refuses}:{takes}:{spared}"));

        Assert.Equal((true, false), (File.Exists($"{takes}.got"), File.Exists($"{spared}.got")));
    }

    [Fact]
    public async Task Without_a_display_and_without_BROWSER_there_is_no_browser()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "macOS has a desktop always.");

        Assert.False(await OpenAsync(null));
        Assert.False(await OpenAsync($"{_folder}/none"));
    }

    // The browser lives for longer than the tool: whoever reads the tool's output to its end must not wait for it.
    [Fact]
    public async Task Browser_that_stays_keeps_no_stream_of_the_tool_and_is_spared_its_Ctrl_C()
    {
        var stays = Program("stays", "echo noise; echo $$ > \"$0.id\"; kill -INT $$; exec sleep 600");
        await using var api = (await ScriptedApi.StartAsync()).AnswerAll();
        var start = new ProcessStartInfo("dotnet", [ToolPath.Here, "show", "flow/Nightly load", "--web", "-o", "name"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("BROWSER", stays), ("FLOWS_SERVER", api.Url), ("FLOWS_KEY", ScriptedTool.Key), ("XDG_CONFIG_HOME", _folder) })
            start.Environment[name] = value;

        using var tool = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Wait.Patience);
        var said = await Task.WhenAll(tool.StandardOutput.ReadToEndAsync(deadline.Token), tool.StandardError.ReadToEndAsync(deadline.Token));

        await Wait.Until(() => File.Exists($"{stays}.id") && File.ReadAllText($"{stays}.id").EndsWith('\n'));
        using var browser = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync($"{stays}.id"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(browser.HasExited);
        browser.Kill();
        Assert.Equal(["Nightly load\n", ""], said);
    }

    private static Task<bool> OpenAsync(string? browser) => new Browser(name => name == "BROWSER" ? browser : null) { Patience = Wait.Patience }.OpenAsync(Page, TestContext.Current.CancellationToken);

    private string Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
