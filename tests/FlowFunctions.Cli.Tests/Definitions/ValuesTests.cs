using FlowFunctions.Cli.Definitions;

namespace FlowFunctions.Cli.Tests.Definitions;

public sealed class ValuesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-values-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task File_wins_over_environment_and_a_variable_may_name_a_file()
    {
        Write("secrets", "# a comment\n\nTOKEN = sv=1&sig=a=b \n");
        Write("of-a-file", "from the file\n");
        var values = await ReadAsync("secrets", new() { ["TOKEN"] = "environment", ["OTHER"] = "other", ["KEY_FILE"] = Path.Combine(_folder, "of-a-file") });

        Assert.Equal(("sv=1&sig=a=b", "other", "from the file", null), (values.Find("TOKEN"), values.Find("OTHER"), values.Find("KEY"), values.Find("NONE")));
    }

    [Fact]
    public async Task References_are_replaced_and_those_without_a_value_stay()
    {
        var missing = new List<string>();
        var values = await ReadAsync(null, new() { ["HOST"] = "example.com" });

        Assert.Equal("http://example.com/${PATH_OF_IT}/${HOST}$HOST", values.Fill("http://${HOST}/${PATH_OF_IT}/$${HOST}$HOST", missing));
        Assert.Equal(["PATH_OF_IT"], missing);
    }

    [Fact]
    public async Task File_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no modes.");
            return;
        }

        Write("secrets", "A=1");
        File.SetUnixFileMode(Path.Combine(_folder, "secrets"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Equal("secrets may be read by others than you, and holds secrets. Close it: chmod 600 secrets", (await Assert.ThrowsAsync<FlowsException>(() => ReadAsync("secrets", []))).Text);
    }

    [Fact]
    public async Task Line_that_is_none_is_told()
    {
        Write("secrets", "A=1\nnonsense\n");

        Assert.StartsWith("secrets:2 is no NAME=VALUE.", (await Assert.ThrowsAsync<FlowsException>(() => ReadAsync("secrets", []))).Text);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private Task<Values> ReadAsync(string? file, Dictionary<string, string> environment) =>
        Values.ReadAsync(file, ToolRun.Nowhere(_folder) with { Environment = name => environment.GetValueOrDefault(name) }, default);
}
