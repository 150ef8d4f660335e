using System.CommandLine;
using FlowFunctions.Cli.Help;

namespace FlowFunctions.Cli.Tests.Verbs;

public class HelpTests
{
    private static readonly RootCommand Root = FlowsCommand.Create(ToolRun.Nowhere());

    public static TheoryData<string> Verbs { get; } = [.. All(Root, "").Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Each_verb_has_one_page_of_help_with_examples_that_parse(string path)
    {
        var verb = Assert.IsType<Verb>(All(Root, "").Single(known => known.Path == path).Command);

        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), [.. path.Split(' '), "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(verb.Examples);
        Assert.True(run.Output.Split('\n').Length <= 50, run.Output);
        foreach (var (command, effect) in verb.Examples)
        {
            Assert.Contains(command, run.Output);
            Assert.Contains(effect, run.Output);
            Assert.StartsWith($"flows {path}", command);
            Assert.Empty(Root.Parse(CommandLineWords.Of(command).Skip(1).ToList()).Errors);
        }
    }

    [Fact]
    public async Task Help_of_the_tool_lists_the_exit_codes()
    {
        var run = await ToolRun.OfAsync(ToolRun.Nowhere(), "--help");

        foreach (var (code, meaning) in ExitCode.All)
            Assert.Contains($"{code,3}  {meaning}\n", run.Output);
    }

    private static IEnumerable<(string Path, Command Command)> All(Command parent, string path) =>
        parent.Subcommands.SelectMany(verb => All(verb, $"{path} {verb.Name}".Trim()).Prepend(($"{path} {verb.Name}".Trim(), verb)));
}
