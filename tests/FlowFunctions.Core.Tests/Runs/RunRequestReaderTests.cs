using System.Text;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public class RunRequestReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("{}")]
    [InlineData("{'stepsToRun':null}")]
    public void Read_without_a_list_asks_for_everything(string document)
    {
        var parsed = Read(document);

        Assert.True(parsed.IsValid);
        Assert.Null(parsed.Value.StepsToRun);
    }

    [Theory]
    [InlineData("stepsToRun")]
    [InlineData("steps_to_run")]
    public void Read_keeps_the_list(string field) =>
        Assert.Equal([Ids.Of(2), Ids.Of(1)], Read($"{{'{field}':['{Ids.Of(2)}','{Ids.Of(1)}']}}").Value!.StepsToRun!);

    [Theory]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("{'stepsToRun':'a'}", "stepsToRun")]
    [InlineData("{'stepsToRun':[1,'x',null]}", "stepsToRun[0]", "stepsToRun[1]", "stepsToRun[2]")]
    [InlineData("{'stepToRun':[]}", "stepToRun")]
    [InlineData("{'stepsToRun':null,'steps_to_run':null}", "stepsToRun")]
    public void Read_names_the_path_of_each_problem(string document, params string[] paths) =>
        Assert.Equal(paths, Read(document).Problems.Select(problem => problem.Path));

    private static FlowFunctions.Core.Documents.Parsed<RunRequest> Read(string document) => RunRequestReader.Read(Encoding.UTF8.GetBytes(document.Replace('\'', '"')));
}
