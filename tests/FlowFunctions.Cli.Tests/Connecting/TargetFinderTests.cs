using FlowFunctions.Cli.Connecting;

namespace FlowFunctions.Cli.Tests.Connecting;

public sealed class TargetFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-target-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public TargetFinderTests() => _environment["XDG_CONFIG_HOME"] = _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_configured_is_the_local_host_with_its_development_key()
    {
        await WriteAsync(Path.Combine(".flows", "dev-key"), "development\n");

        var target = await FindAsync();

        Assert.Equal(("http://127.0.0.1:7071", "development"), (target.Text, target.Key));
    }

    [Fact]
    public async Task Development_key_goes_to_no_other_machine()
    {
        await WriteAsync(Path.Combine(".flows", "dev-key"), "development");

        Assert.Null((await FindAsync(server: "https://flows.example.com")).Key);
    }

    [Fact]
    public async Task Command_line_wins_over_environment_and_environment_over_profile()
    {
        await WriteAsync("key", "of-the-file");
        await ProfileAsync("prod", new Profile { Server = "https://prod.example.com", Key = "of-the-profile" }, isCurrent: true);

        var profile = await FindAsync();
        _environment["FLOWS_SERVER"] = "https://environment.example.com/base/";
        _environment["FLOWS_KEY"] = "of-the-environment";
        var environment = await FindAsync();
        var commandLine = await FindAsync(server: "localhost:7072", keyFile: "key");

        Assert.Equal(("https://prod.example.com", "of-the-profile", "prod"), (profile.Text, profile.Key, profile.Profile));
        Assert.Equal(("https://environment.example.com/base", "of-the-environment", null), (environment.Text, environment.Key, environment.Profile));
        Assert.Equal(("http://localhost:7072", "of-the-file"), (commandLine.Text, commandLine.Key));
    }

    [Fact]
    public async Task Key_of_a_profile_goes_to_no_other_server_than_its_own()
    {
        await ProfileAsync("prod", new Profile { Server = "https://prod.example.com", Key = "of-the-profile", IsProduction = true }, isCurrent: true);

        var elsewhere = await FindAsync(server: "https://other.example.com", profile: "prod");
        var own = await FindAsync(server: "https://prod.example.com/", profile: "prod");

        Assert.Equal((null, false), (elsewhere.Key, elsewhere.IsProduction));
        Assert.Equal(("of-the-profile", true), (own.Key, own.IsProduction));
    }

    [Fact]
    public async Task Misspelt_profile_names_the_nearest()
    {
        await ProfileAsync("production", new Profile { Server = "https://prod.example.com" }, isCurrent: false);

        var problem = await Assert.ThrowsAsync<FlowsException>(() => FindAsync(profile: "prodution"));

        Assert.Equal((ExitCode.Misuse, "There is no profile 'prodution'. Did you mean 'production'?"), (problem.ExitCode, problem.Text));
    }

    [Fact]
    public async Task File_of_profiles_is_its_owners_alone_and_refused_where_others_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes.");
            return;
        }

        await ProfileAsync("dev", new Profile { Server = "http://localhost:7071", Key = "k" }, isCurrent: true);
        var path = ProfileStore.PathIn(name => _environment.GetValueOrDefault(name));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var problem = await Assert.ThrowsAsync<FlowsException>(() => FindAsync());

        Assert.Contains($"chmod 600 {path}", problem.Text);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("https://user:password@x")]
    [InlineData("https://x?code=1")]
    [InlineData("http://")]
    public async Task What_is_no_address_is_refused(string server) =>
        Assert.Equal(ExitCode.Misuse, (await Assert.ThrowsAsync<FlowsException>(() => FindAsync(server: server))).ExitCode);

    private async Task ProfileAsync(string name, Profile profile, bool isCurrent)
    {
        var store = await ProfileStore.ReadAsync(ProfileStore.PathIn(variable => _environment.GetValueOrDefault(variable)), default);
        store.Profiles[name] = profile;
        store.Current = isCurrent ? name : store.Current;
        await store.WriteAsync(default);
    }

    private async Task WriteAsync(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }

    private Task<ServerTarget> FindAsync(string? server = null, string? keyFile = null, string? profile = null) =>
        new TargetFinder(ToolRun.Nowhere(_folder) with { Environment = name => _environment.GetValueOrDefault(name) }).FindAsync(server, keyFile, profile, default);
}
