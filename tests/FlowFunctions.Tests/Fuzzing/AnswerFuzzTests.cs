using System.Net;
using FlowFunctions.Steps;
using FlowFunctions.Tests.Targets;
using FlowFunctions.Tests.Targets.Endpoint;
using Microsoft.Extensions.Time.Testing;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>
/// Answers of endpoints that are right but for a few bytes, statuses and headers. Each is made from the seed and its number, so a failure can be made again. <c>FLOWS_FUZZ_ANSWERS</c>
/// (2,000) and <c>FLOWS_FUZZ_SEED</c> (1) ask for more of them, or others.
/// </summary>
public sealed class AnswerFuzzTests
{
    [Fact]
    public async Task Mutated_answers_are_understood_and_what_was_answered_with_2xx_is_never_asked_for_again()
    {
        HttpResponseMessage answer = null!;
        await using var host = new TargetHost(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)), handler: new CannedAnswers(_ => answer));
        var call = TargetHost.Call("https://example.com/v1/start");
        for (var number = 0; number < FuzzSettings.Answers; number++)
        {
            var random = FuzzSettings.RandomOf(number);
            var (head, body) = HostileAnswers.Next(random);
            answer = AnswerTable.Answer(head, body);
            var isStart = random.Next(2) == 0;

            var reply = isStart
                ? await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None)
                : await host.Target.PollAsync(call, "https://example.com/tasks/9", NoCheckpoint.Instance, CancellationToken.None);

            var which = $"Answer {number} of seed {FuzzSettings.Seed}: {(isStart ? "start" : "poll")}, {answer.StatusCode}, {reply}";
            Assert.False(isStart && answer.StatusCode < HttpStatusCode.BadRequest && reply is TargetReply.Unavailable, which);
            Assert.False(reply is TargetReply.Unavailable { RetryAfter: { } wait } && (wait <= TimeSpan.Zero || wait > BackOff.Longest), which);
            foreach (var text in Texts(reply))
            {
                Assert.False(text.Length > TargetText.MaximumMessageLength || text.Any(c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E'), which);
            }
        }

        FuzzSettings.Tell($"{FuzzSettings.Answers} answers");
    }

    private static IEnumerable<string> Texts(TargetReply reply) => reply switch
    {
        TargetReply.Ended ended => [ended.Message ?? "", .. ended.Details ?? []],
        TargetReply.Accepted accepted => [accepted.Message ?? ""],
        TargetReply.Unavailable unavailable => [unavailable.Reason],
        _ => [],
    };
}
