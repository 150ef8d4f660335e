using System.Text.RegularExpressions;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

[Needs(Need.App)]
public sealed partial class KeysProcessTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-keys-").FullName;
    private readonly string _isolation = $"keys{Random.Shared.Next(1_000_000, 10_000_000)}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task App_in_the_same_folder_lets_in_who_has_the_key_that_the_tool_made_and_nobody_else()
    {
        using var tool = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "keys", "new", "--name", "nightly", "--role", "editor");
        Assert.True(await tool.WaitForExitAsync() == 0, tool.Output);
        var key = Key().Match(tool.Output).Value;

        using var let = ToolProcess.StartWithKey(key, _folder, azurite.ConnectionString, _isolation, "demo", "--once", "--speed", "8");
        Assert.True(await let.WaitForExitAsync() == 0, let.Output);
        Assert.False(File.Exists(Path.Combine(_folder, ".flows", "dev-key")));

        using var kept = ToolProcess.StartWithKey(key[..^1], _folder, azurite.ConnectionString, _isolation, "demo", "--once", "--speed", "8");
        Assert.True(await kept.WaitForExitAsync() != 0, kept.Output);
        Assert.Contains("401", kept.Output);
    }

    [Fact]
    public async Task Development_key_of_before_is_refused_with_the_cure_where_the_app_has_keys_now()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".flows"));
        await File.WriteAllTextAsync(Path.Combine(_folder, ".flows", "dev-key"), new string('k', 43), TestContext.Current.CancellationToken);
        using var tool = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "keys", "new", "--name", "nightly", "--role", "editor");
        Assert.True(await tool.WaitForExitAsync() == 0, tool.Output);

        using var demo = ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, "demo", "--once");

        Assert.True(await demo.WaitForExitAsync() == 1, demo.Output);
        Assert.Contains("answered 401", demo.Output);
        Assert.Contains("set FLOWS_KEY to one of the role editor (make one with 'flows keys new --name NAME --role editor'), or take the keys out of local.settings.json.", demo.Output);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{43}(?=\r?$)", RegexOptions.Multiline, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Key();
}
