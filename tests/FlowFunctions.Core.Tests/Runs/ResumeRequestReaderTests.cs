using System.Text;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Runs;

public sealed class ResumeRequestReaderTests
{
    private const string Step = "0199c0de00a17000800000000000a102";

    [Theory]
    [InlineData("", null)]
    [InlineData(" \r\n", null)]
    [InlineData("{}", null)]
    [InlineData("""{"fromStep":null}""", null)]
    [InlineData($$"""{"fromStep":"{{Step}}"}""", Step)]
    [InlineData($$"""{"from_step":"{{Step}}"}""", Step)]
    public void Request_is_read(string body, string? fromStep) =>
        Assert.Equal(new ResumeRequest { FromStep = fromStep }, ResumeRequestReader.Read(Encoding.UTF8.GetBytes(body)).Value);

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""{"fromStep":1}""", "fromStep")]
    [InlineData("""{"fromStep":"x"}""", "fromStep")]
    [InlineData("""{"fromSteps":[]}""", "fromSteps")]
    public void Request_that_cannot_be_says_where(string body, string path) =>
        Assert.Equal(path, Assert.Single(ResumeRequestReader.Read(Encoding.UTF8.GetBytes(body)).Problems).Path);
}
