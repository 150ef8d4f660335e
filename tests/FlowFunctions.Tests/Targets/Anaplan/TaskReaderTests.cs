using System.Text.Json;
using FlowFunctions.Targets.Anaplan;

namespace FlowFunctions.Tests.Targets.Anaplan;

public sealed class TaskReaderTests
{
    [Theory]
    [InlineData("NOT_STARTED", nameof(ModelTaskState.NotStarted))]
    [InlineData("IN_PROGRESS", nameof(ModelTaskState.InProgress))]
    [InlineData("COMPLETE", nameof(ModelTaskState.Complete))]
    [InlineData("complete", nameof(ModelTaskState.Complete))]
    [InlineData("Complete", nameof(ModelTaskState.Complete))]
    [InlineData("FAILED", nameof(ModelTaskState.Failed))]
    [InlineData("failed", nameof(ModelTaskState.Failed))]
    [InlineData("CANCELLED", nameof(ModelTaskState.Cancelled))]
    [InlineData("CANCELLING", nameof(ModelTaskState.Cancelling))]
    [InlineData("PAUSED", nameof(ModelTaskState.InProgress))]
    [InlineData("", nameof(ModelTaskState.InProgress))]
    public void State_is_known_in_any_case_and_an_unknown_one_is_no_end(string word, string state) =>
        Assert.Equal(state, Read($$"""{"taskId":"A1","taskState":"{{word}}"}""").State.ToString());

    [Theory]
    [InlineData("""{"taskState":"COMPLETE"}""")]
    [InlineData("""{"taskState":"COMPLETE","result":null}""")]
    [InlineData("""{"taskState":"COMPLETE","result":"done"}""")]
    public void Result_that_is_no_object_is_none(string task) => Assert.Null(Read(task).Result);

    [Theory]
    [InlineData("""{"taskId":"B1","taskState":"COMPLETE","result":{"successful":true}}""", false)]
    [InlineData("""{"taskId":"a1","taskState":"COMPLETE","result":{"successful":true}}""", true)]
    [InlineData("""{"taskState":"COMPLETE","result":{"successful":true}}""", true)]
    public void Answer_about_another_task_is_none(string task, bool isRead)
    {
        var read = Record.Exception(() => Read(task));

        Assert.Equal(isRead, read is null);
        Assert.True(read is null or JsonException, read?.ToString());
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() => Assert.Equal("x \ufffd", Read("""{"taskState":"IN_PROGRESS","currentStep":"x \ufffd"}""").CurrentStep);

    [Fact]
    public void Names_of_any_length_are_bounded_and_an_id_of_any_length_is_none()
    {
        var longest = new string('9', 200);
        var more = new string('9', 600_000);

        var result = Read($$$"""{"result":{"successful":false,"objectId":"{{{longest}}}","objectName":"{{{longest}}}","details":[{"type":"{{{longest}}}"}]}}""").Result!;
        var bounded = Read($$$"""{"result":{"successful":false,"objectId":"{{{more}}}","objectName":"{{{more}}}","details":[{"localMessageText":"x","type":"{{{more}}}"}]}}""").Result!;

        Assert.Equal((longest, longest, longest), (result.ObjectId, result.ObjectName, result.Details[0].Type));
        Assert.Equal((null, 200, 200), (bounded.ObjectId, bounded.ObjectName!.Length, bounded.Details[0].Type!.Length));
        using var listed = JsonDocument.Parse($$"""[{"taskId":"{{longest}}"},{"taskId":"{{more}}"}]""");
        Assert.Equal((longest, null), (TaskReader.ReadListed(listed.RootElement[0])?.TaskId, TaskReader.ReadListed(listed.RootElement[1])));
    }

    private static ModelTask Read(string task)
    {
        using var json = JsonDocument.Parse(task);
        return TaskReader.Read(json.RootElement, "A1");
    }
}
