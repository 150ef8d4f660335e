using FlowFunctions.Cli.Tests.Handbook;
using FlowFunctions.Cli.Watching;

namespace FlowFunctions.Cli.Tests.Pictures;

/// <summary>The handbook's pictures of the terminal are what the tool draws. With FLOWS_PICTURES=write they are drawn anew.</summary>
public class PicturesTests
{
    private const int Columns = 112;

    private static readonly string Folder = Path.Combine(HandbookPage.Root, "docs", "images");

    [Fact]
    public async Task Picture_of_watching_is_the_screen()
    {
        var screen = WatchScreen.Of(Runs.Followed, Runs.Halfway, Runs.Start.AddSeconds(4), frame: 0, Columns, height: 24, unicode: true);

        var picture = SvgTerminal.Of("flows run 'Nightly planning load' --watch", screen, Columns, "A run in the terminal: its steps as a tree, with state, time, bar and why each waits.");

        var file = Path.Combine(Folder, "watch.svg");
        if (Environment.GetEnvironmentVariable("FLOWS_PICTURES") == "write")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(file, picture);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), picture);
    }
}
