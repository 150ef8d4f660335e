using FlowFunctions.Security;

namespace FlowFunctions.Tests.Security;

public sealed class DevelopmentKeyTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("flows-key-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Key_is_made_once_and_readable_only_by_its_owner()
    {
        var first = await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);
        var second = await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);

        Assert.Equal(43, first.Length);
        Assert.Equal(first, second);
        Assert.Equal(first, (await File.ReadAllTextAsync(DevelopmentKey.PathIn(_directory), Cancel)).Trim());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DevelopmentKey.PathIn(_directory)));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(_directory, DevelopmentKey.Folder)));
        }
    }

    [Fact]
    public async Task Folder_that_others_can_enter_is_closed_when_the_key_is_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var folder = Path.Combine(_directory, DevelopmentKey.Folder);
        await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);
        File.SetUnixFileMode(folder, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);

        Assert.Equal(Owner, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => DevelopmentKey.ReadOrCreateAsync(_directory, Cancel))));

        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(Path.Combine(_directory, DevelopmentKey.Folder)));
    }

    [Fact]
    public async Task File_open_to_others_is_closed()
    {
        await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = DevelopmentKey.PathIn(_directory);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("spaces in the middle of what should be one long key of text")]
    public async Task File_without_a_key_is_an_error_with_the_cure(string content)
    {
        Directory.CreateDirectory(Path.Combine(_directory, DevelopmentKey.Folder));
        await File.WriteAllTextAsync(DevelopmentKey.PathIn(_directory), content, Cancel);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => DevelopmentKey.ReadOrCreateAsync(_directory, Cancel));

        Assert.Contains("Delete the file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(42, false)]
    [InlineData(43, true)]
    [InlineData(44, true)]
    public async Task Key_has_43_characters_at_least(int length, bool isKey)
    {
        Directory.CreateDirectory(Path.Combine(_directory, DevelopmentKey.Folder));
        await File.WriteAllTextAsync(DevelopmentKey.PathIn(_directory), $" {new string('A', length)}\n", Cancel);

        Assert.Equal(
            isKey ? null : $"{DevelopmentKey.PathIn(_directory)} holds no key of 43 characters. Delete the file: a new key is made at the next start.",
            DevelopmentKey.FaultIn(_directory));
        if (isKey)
        {
            Assert.Equal(new string('A', length), await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel));
        }
    }

    [Fact]
    public void File_that_is_not_there_is_no_fault() => Assert.Null(DevelopmentKey.FaultIn(_directory));

    [Fact]
    public async Task Folder_open_to_others_is_closed_before_the_key_is_in_it()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory, DevelopmentKey.Folder));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);

        await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.FullName));
    }

    // A dot at the end of the system's own sentence would stand beside ours.
    [Fact]
    public async Task File_that_cannot_be_read_is_told_with_its_cure()
    {
        await DevelopmentKey.ReadOrCreateAsync(_directory, Cancel);
        var path = DevelopmentKey.PathIn(_directory);
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var fault = DevelopmentKey.FaultIn(_directory)!;

        Assert.StartsWith($"{path} cannot be read: ", fault, StringComparison.Ordinal);
        Assert.EndsWith(". Delete the file: a new key is made at the next start.", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("..", fault, StringComparison.Ordinal);
    }
}
