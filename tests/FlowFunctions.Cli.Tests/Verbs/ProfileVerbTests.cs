namespace FlowFunctions.Cli.Tests.Verbs;

public sealed class ProfileVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-profiles-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Profiles_are_set_used_listed_without_keys_and_deleted()
    {
        Assert.Equal(0, (await RunAsync("", "profile", "set", "dev", "--server", "localhost:7071", "--key-variable", "DEV_KEY")).ExitCode);
        Assert.Equal(0, (await RunAsync("the-secret-key\n", "profile", "set", "prod", "--server", "https://prod.example.com/", "--key-stdin", "--production")).ExitCode);
        var used = await RunAsync("", "profile", "use", "prod");
        var listed = await RunAsync("", "profile", "list");

        Assert.Equal("The current profile is 'prod': https://prod.example.com, production.\n", used.Error);
        Assert.Equal(
            """
            NAME  CURRENT  PRODUCTION  KEY               SERVER
            dev   no       no          variable DEV_KEY  http://localhost:7071
            prod  yes      yes         in the profile    https://prod.example.com

            """,
            listed.Output);
        Assert.Equal(0, (await RunAsync("", "profile", "delete", "prod")).ExitCode);
        Assert.Equal("dev\n", (await RunAsync("", "profile", "list", "-o", "name")).Output);
        Assert.DoesNotContain("the-secret-key", await File.ReadAllTextAsync(Path.Combine(_folder, "flows", "profiles.json")));
    }

    [Theory]
    [InlineData("flows: There is no profile 'prd'. See which there are: flows profile list", "profile", "use", "prd")]
    [InlineData("flows: Standard input has no key. Give it on one line.", "profile", "set", "x", "--server", "http://x", "--key-stdin")]
    [InlineData("flows: A key comes from one of --key-file, --key-variable and --key-stdin. See flows profile set --help.", "profile", "set", "x", "--server", "http://x", "--key-stdin", "--key-file", "f")]
    public async Task Misuse_is_one_line(string line, params string[] arguments)
    {
        var run = await RunAsync("", arguments);

        Assert.Equal((ExitCode.Misuse, line), (run.ExitCode, run.Error.TrimEnd()));
    }

    private Task<ToolRun> RunAsync(string input, params string[] arguments) => ToolRun.OfAsync(
        ToolRun.Nowhere(_folder) with { Input = new StringReader(input), Environment = name => name == "XDG_CONFIG_HOME" ? _folder : null }, arguments);
}
