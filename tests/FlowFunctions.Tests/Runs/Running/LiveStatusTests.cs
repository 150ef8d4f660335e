using CsCheck;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using Microsoft.DurableTask.Converters;

namespace FlowFunctions.Tests.Runs.Running;

public sealed class LiveStatusTests
{
    [Theory]
    [InlineData("m")]
    [InlineData("\u0001")]
    [InlineData("漢")]
    [InlineData("😀")]
    [InlineData("\"<&'")]
    public void Hundred_steps_of_the_longest_names_and_messages_fit(string text)
    {
        var steps = Enumerable.Range(0, 100).Select(_ => Worst(string.Concat(Enumerable.Repeat(text, 4096 / text.Length)))).ToArray();

        var json = JsonDataConverter.Default.Serialize(LiveStatus.Of(steps, RunInputs.Start))!;

        Assert.InRange(json.Length, 1, LiveStatus.MaximumLength);
        Assert.True(sizeof(char) * json.Length < 16 * 1024);
    }

    [Fact]
    public void Message_is_whole_where_there_is_room() =>
        Assert.Equal("short enough", LiveStatus.Of([Worst("short enough")], RunInputs.Start).Steps[0].Message);

    /// <summary>A hundred steps, each of which is tried as often as can be.</summary>
    [Fact]
    public void Tries_are_left_out_where_they_would_take_the_room_of_messages()
    {
        TrySpan[] tries = [.. Enumerable.Range(0, 11).Select(number => new TrySpan(RunInputs.Start.AddDays(number), RunInputs.Start.AddDays(number), RunInputs.Start.AddDays(number)))];
        var one = LiveStatus.Of([Worst("m")], RunInputs.Start, _ => tries);
        var all = LiveStatus.Of([.. Enumerable.Range(0, 100).Select(_ => Worst("m"))], RunInputs.Start, _ => tries);

        Assert.Equal(tries, one.Steps[0].Tries!.Select(single => single.ToSpan(RunInputs.Start)));
        Assert.All(all.Steps, step => Assert.Null(step.Tries));
        Assert.InRange(JsonDataConverter.Default.Serialize(all)!.Length, 1, LiveStatus.MaximumLength);
    }

    [Fact]
    public void Pending_steps_take_no_room() =>
        Assert.Equal("""{"s":[{},{}]}""", JsonDataConverter.Default.Serialize(LiveStatus.Of([Pending, Pending], RunInputs.Start)));

    [Fact]
    public void Status_gives_back_what_went_in() =>
        Gen.Select(Gen.Enum<StepStatus>(), Gen.Int[0, 1_000_000].Nullable(), Gen.Int[0, 1_000_000].Nullable(), Gen.Int[0, 9], Gen.Int.Nullable(), Gen.Int[0, 10])
            .Array[0, 100]
            .Sample(steps =>
            {
                StepProgress[] progress =
                [
                    .. steps.Select(step => Pending with
                    {
                        Status = step.Item1,
                        StartDate = step.Item2 is { } begin ? RunInputs.Start.AddMilliseconds(begin) : null,
                        EndDate = step.Item3 is { } end ? RunInputs.Start.AddMilliseconds(end) : null,
                        Attempts = step.Item4,
                        ErrorCode = step.Item5,
                        Retries = step.Item6,
                    }),
                ];
                var run = RunInputs.Of([.. progress.Select(step => RunInputs.Step("a"))]).Run;
                var json = JsonDataConverter.Default.Serialize(LiveStatus.Of(progress, run.StartDate));
                var read = JsonDataConverter.Default.Deserialize<LiveStatus>(json)!.ApplyTo(run);
                return read.SequenceEqual(run.Steps.Zip(progress, (step, live) => StepRecord.Of(live, step) with { Referrer = step.Referrer, Name = step.Name }));
            });

    [Fact]
    public void Status_of_another_number_of_steps_is_not_applied()
    {
        var run = RunInputs.Of(RunInputs.Step("a"), RunInputs.Step("b")).Run;

        Assert.Same(run.Steps, LiveStatus.Of([Pending], run.StartDate).ApplyTo(run));
    }

    private static StepProgress Pending => new() { Referrer = RunInputs.Id("a"), Name = "a" };

    private static StepProgress Worst(string message) => new()
    {
        Referrer = RunInputs.Id("z"),
        Name = new string('\u0001', 200),
        Status = StepStatus.Cancelled,
        StartDate = RunInputs.Start.AddDays(6),
        EndDate = RunInputs.Start.AddDays(6),
        Retries = 10,
        Attempts = 110,
        Message = message,
        ErrorCode = int.MinValue,
    };
}
