using System.Diagnostics;

namespace FlowFunctions.Cli.Tests.EndToEnd;

public class FullDiskTests
{
    [Fact]
    public async Task Output_that_cannot_be_written_is_one_line_and_an_exit_code()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a disk that is always full.");
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "exec dotnet \"$0\" completion fish > /dev/full", ToolPath.Here]) { UseShellExecute = false, RedirectStandardError = true })!;

        var said = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Misuse, "flows: What was to be read or written failed: No space left on device\n"), (shell.ExitCode, said));
    }
}
