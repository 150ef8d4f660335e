using System.Diagnostics;

namespace AnaplanSimulator.Tests;

/// <summary>The simulator as a process of its own.</summary>
public sealed class ProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_says_where_it_listens_and_ends_when_it_is_asked_to()
    {
        using var program = Start("--urls", "http://127.0.0.1:0");
        try
        {
            var line = await program.StandardOutput.ReadLineAsync(Cancel);
            Assert.StartsWith("Listening on http://127.0.0.1:", line);
            using var client = new HttpClient();
            Assert.Contains("Anaplan simulator", await client.GetStringAsync(line!.Split(' ')[^1], Cancel));

            using var kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
            await program.WaitForExitAsync(Cancel);

            Assert.Equal(0, program.ExitCode);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Program_ends_with_its_standard_input_where_it_is_told_to()
    {
        using var program = Start("--urls", "http://127.0.0.1:0", "--stop-with-standard-input", "true");
        try
        {
            Assert.StartsWith("Listening on", await program.StandardOutput.ReadLineAsync(Cancel));

            program.StandardInput.Close();
            await program.WaitForExitAsync(Cancel);

            Assert.Equal(0, program.ExitCode);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("--model", "/no/such/definition.json", "definition.json")]
    [InlineData("--requests-per-minute", "0", "RequestsPerMinute")]
    [InlineData("--duration", "soon", "soon")]
    public async Task Program_ends_with_a_message_where_it_cannot_start(string option, string value, string expected)
    {
        using var program = Start(option, value, "--urls", "http://127.0.0.1:0");

        var message = await program.StandardError.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains(expected, message);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(SimulatorHost).Assembly.Location, .. arguments]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
