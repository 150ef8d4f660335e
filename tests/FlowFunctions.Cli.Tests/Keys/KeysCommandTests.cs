using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FlowFunctions.Cli.Keys;

namespace FlowFunctions.Cli.Tests.Keys;

public sealed class KeysCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-keys-").FullName;

    private string Settings => Path.Combine(_folder, "local.settings.json");

    private JsonObject Values => JsonNode.Parse(File.ReadAllText(Settings))![nameof(Values)]!.AsObject();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task New_key_is_printed_alone_and_only_its_hash_is_written()
    {
        var (exitCode, output, remarks) = await InvokeAsync("new", "--name", "nightly load", "--role", "operator", "--settings", Settings);

        var key = output.Trim();
        Assert.Equal(0, exitCode);
        Assert.Equal(43, key.Length);
        Assert.Equal(("nightly load", "operator"), ((string?)Values["Security__Keys__0__Name"], (string?)Values["Security__Keys__0__Role"]));
        var salt = Convert.FromBase64String((string)Values["Security__Keys__0__Salt"]!);
        Assert.Equal(16, salt.Length);
        Assert.Equal(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(key)]), Convert.FromBase64String((string)Values["Security__Keys__0__Hash"]!));
        Assert.DoesNotContain(key, await File.ReadAllTextAsync(Settings));
        Assert.DoesNotContain(key, remarks);
        Assert.Contains("next start", remarks);
    }

    [Fact]
    public async Task File_that_is_made_is_for_its_owner_alone_and_one_that_is_there_keeps_its_mode_and_its_content()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes.");
            return;
        }

        await NewAsync("ann");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Settings));
        Assert.Equal("UseDevelopmentStorage=true", (string?)Values["AzureWebJobsStorage"]);

        await File.WriteAllTextAsync(Settings, """{"IsEncrypted":false,"Values":{"Other":"ü <1> \"2\""},"Host":{"LocalHttpPort":7071,"CORS":"*"}}""");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(Settings, mode);
        await NewAsync("bob");

        Assert.Equal(mode, File.GetUnixFileMode(Settings));
        Assert.Equal("ü <1> \"2\"", (string?)Values["Other"]);
        Assert.Equal("""{"LocalHttpPort":7071,"CORS":"*"}""", JsonNode.Parse(await File.ReadAllTextAsync(Settings))!["Host"]!.ToJsonString());
        Assert.Equal([Settings], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Link_to_a_settings_file_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege.");
        var target = Path.Combine(_folder, "target.json");
        await File.WriteAllTextAsync(target, """{"Values":{}}""");
        File.CreateSymbolicLink(Settings, target);

        await NewAsync("ann");

        Assert.NotNull(File.ResolveLinkTarget(Settings, returnFinalTarget: false));
        Assert.Contains("Security__Keys__0__Hash", await File.ReadAllTextAsync(target));
    }

    [Fact]
    public async Task Keys_are_listed_by_fingerprint_role_and_name_without_anything_that_opens()
    {
        var ann = await NewAsync("ann", "viewer");
        await NewAsync("nightly load", "editor");

        var (exitCode, output, _) = await InvokeAsync("list", "--settings", Settings);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(0, exitCode);
        Assert.Equal(3, lines.Length);
        Assert.Matches("^[0-9a-f]{12} +viewer +ann$", lines[1]);
        Assert.Matches("^[0-9a-f]{12} +editor +nightly load$", lines[2]);
        Assert.DoesNotContain(ann, output);
        Assert.DoesNotContain((string)Values["Security__Keys__0__Salt"]!, output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Key_is_revoked_by_its_name_or_its_fingerprint_and_the_others_keep_their_entries()
    {
        await NewAsync("ann");
        await NewAsync("bob");
        await NewAsync("carol");
        var bob = (await SettingsFile.ReadAsync(Settings, CancellationToken.None)).Keys[1];

        Assert.Equal(0, (await InvokeAsync("revoke", bob.Fingerprint.ToUpperInvariant(), "--settings", Settings)).ExitCode);
        Assert.Equal(0, (await InvokeAsync("revoke", "ann", "--settings", Settings)).ExitCode);

        Assert.Equal(
            ["Security__Keys__2__Hash", "Security__Keys__2__Name", "Security__Keys__2__Role", "Security__Keys__2__Salt"],
            Values.Select(value => value.Key).Where(name => name.StartsWith("Security", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        await NewAsync("dave");
        Assert.Equal("dave", (string?)Values["Security__Keys__3__Name"]);
    }

    [Theory]
    [InlineData("nobody", "flows keys list")]
    [InlineData("twin", "fingerprints")]
    public async Task Revoke_of_what_is_not_one_key_changes_nothing(string key, string cure)
    {
        await NewAsync("twin");
        await NewAsync("twin");
        var before = await File.ReadAllTextAsync(Settings);

        var problem = await Assert.ThrowsAsync<FlowsException>(() => InvokeAsync("revoke", key, "--settings", Settings));

        Assert.Contains(cure, problem.Cure);
        Assert.Equal(before, await File.ReadAllTextAsync(Settings));
    }

    [Fact]
    public async Task Keys_written_with_colons_or_names_are_known()
    {
        await File.WriteAllTextAsync(Settings, """{"Values":{"security:keys:nightly:name":"ann","Security:Keys:nightly:Role":"viewer","Security:Keys:nightly:Hash":"AAAAAAAAAAA=","Security__Keys__4__Name":"bob"}}""");

        var keys = (await SettingsFile.ReadAsync(Settings, CancellationToken.None)).Keys;

        Assert.Equal([("4", "bob", "?"), ("nightly", "ann", "000000000000")], keys.Select(key => (key.Entry, key.Name, key.Fingerprint)));
        await InvokeAsync("revoke", "ann", "--settings", Settings);
        Assert.Equal(["Security__Keys__4__Name"], Values.Select(value => value.Key));
    }

    [Theory]
    [InlineData("// a comment\n{}", "Comments")]
    [InlineData("{\"Values\":{\"a\":\"1\",\"a\":\"2\"}}", "repeated names")]
    [InlineData("{\"Values\":[]}", "--print")]
    [InlineData("[]", "--print")]
    [InlineData("{\"IsEncrypted\":true,\"Values\":{}}", "decrypt")]
    public async Task File_that_could_not_be_written_back_whole_is_left_alone(string content, string cure)
    {
        await File.WriteAllTextAsync(Settings, content);

        var problem = await Assert.ThrowsAsync<FlowsException>(() => NewAsync("ann"));

        Assert.Contains(cure, problem.Cure);
        Assert.Equal(content, await File.ReadAllTextAsync(Settings));
    }

    [Fact]
    public async Task File_in_a_folder_that_is_not_there_is_a_fault_with_the_cure_in_one_line()
    {
        var settings = Path.Combine(_folder, "missing", "x.json");

        var problem = await Assert.ThrowsAsync<FlowsException>(() => InvokeAsync("new", "--name", "ann", "--role", "viewer", "--settings", settings));

        Assert.Equal(
            $"{settings} cannot be written: there is no folder {Path.Combine(_folder, "missing")}. Make it, give another file with --settings, or use --print.", problem.Text);
    }

    [Fact]
    public async Task Printed_settings_are_for_copying_and_hold_no_key()
    {
        var (exitCode, output, _) = await InvokeAsync("new", "--name", "it's", "--role", "viewer", "--print", "--settings", Settings);

        var lines = output.Split('\n');
        var azure = Assert.Single(lines, line => line.StartsWith("az functionapp config appsettings set ", StringComparison.Ordinal));
        Assert.Equal(0, exitCode);
        Assert.False(File.Exists(Settings));
        Assert.Equal(43, lines[0].Length);
        Assert.DoesNotContain(lines[0], string.Join('\n', lines.Skip(1)));
        Assert.Contains(@"__Name=it'\''s'", azure);
        Assert.Matches("'Security__Keys__[0-9a-f]{12}__Hash=[A-Za-z0-9+/]{43}='", azure);
        var json = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.IndexOf('}', StringComparison.Ordinal) + 1)])!.AsObject();
        Assert.Equal(4, json.Count);
    }

    [Theory]
    [InlineData("'root'", "new", "--name", "ann", "--role", "root")]
    [InlineData("--role", "new", "--name", "ann")]
    [InlineData("--name", "new", "--role", "viewer")]
    [InlineData("--name", "new", "--name", " ", "--role", "viewer")]
    [InlineData("--name", "new", "--name", "a\nb", "--role", "viewer")]
    [InlineData("'revoke'", "revoke")]
    public async Task Wrong_command_line_is_an_error_that_names_what_is_wrong(string named, params string[] arguments)
    {
        var (exitCode, _, error) = await InvokeAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(named, error);
    }

    [Fact]
    public async Task List_of_nothing_says_how_to_make_a_key()
    {
        var (exitCode, output, remarks) = await InvokeAsync("list", "--settings", Settings);

        Assert.Equal((0, ""), (exitCode, output));
        Assert.Contains("flows keys new", remarks);
    }

    private async Task<string> NewAsync(string name, string role = "viewer") =>
        (await InvokeAsync("new", "--name", name, "--role", role, "--settings", Settings)).Output.Trim();

    private static async Task<(int ExitCode, string Output, string Remarks)> InvokeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var remarks = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = remarks, EnableDefaultExceptionHandler = false };
        configuration.EnableDefaultExceptionHandler = false;
        var exitCode = await FlowsCommand.RunAsync(["keys", .. arguments], ToolRun.Nowhere(), configuration, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), remarks.ToString());
    }
}
