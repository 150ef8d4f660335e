using System.Globalization;
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
    private static readonly string[] Statuses = ["200", "200", "200", "201", "202", "204", "206", "299", "300", "302", "304", "400", "404", "408", "409", "429", "500", "502", "503", "599"];

    private static readonly string[] Headers =
    [
        ", Content-Type: application/json", ", Content-Type: application/json; charset=utf-16", ", Content-Type: text/html; charset=gb18030", ", Content-Type: ;;",
        ", Content-Type: application/json; charset=x", ", Content-Encoding: gzip", ", Content-Encoding: br", ", Content-Encoding: deflate, Content-Encoding: x", ", Location: /tasks/1",
        ", Location: //", ", Location: http://[", ", Location: javascript:x", ", Location: https://example.org/", ", Retry-After: 0", ", Retry-After: -9", ", Retry-After: 99999999999999999999",
        ", Retry-After: x",
    ];

    [Fact]
    public async Task Mutated_answers_are_understood_and_what_was_answered_with_2xx_is_never_asked_for_again()
    {
        var count = Setting("FLOWS_FUZZ_ANSWERS", 2000);
        var seed = Setting("FLOWS_FUZZ_SEED", 1);
        HttpResponseMessage answer = null!;
        await using var host = new TargetHost(new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)), handler: new CannedAnswers(_ => answer));
        var call = TargetHost.Call("https://example.com/v1/start");
        for (var number = 0; number < count; number++)
        {
            var random = new Random((seed * 1_000_003) + number);
            answer = Answer(random);
            var isStart = random.Next(2) == 0;

            var reply = isStart
                ? await host.Target.StartAsync(call, 1, NoCheckpoint.Instance, CancellationToken.None)
                : await host.Target.PollAsync(call, "https://example.com/tasks/9", NoCheckpoint.Instance, CancellationToken.None);

            var which = $"Answer {number} of seed {seed}: {(isStart ? "start" : "poll")}, {answer.StatusCode}, {reply}";
            Assert.False(isStart && answer.StatusCode < HttpStatusCode.BadRequest && reply is TargetReply.Unavailable, which);
            Assert.False(reply is TargetReply.Unavailable { RetryAfter: { } wait } && (wait <= TimeSpan.Zero || wait > BackOff.Longest), which);
            foreach (var text in Texts(reply))
            {
                Assert.False(text.Length > TargetText.MaximumMessageLength || text.Any(c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E'), which);
            }
        }
    }

    private static IEnumerable<string> Texts(TargetReply reply) => reply switch
    {
        TargetReply.Ended ended => [ended.Message ?? "", .. ended.Details ?? []],
        TargetReply.Accepted accepted => [accepted.Message ?? ""],
        TargetReply.Unavailable unavailable => [unavailable.Reason],
        _ => [],
    };

    private static HttpResponseMessage Answer(Random random)
    {
        var head = Statuses[random.Next(Statuses.Length)];
        for (var headers = random.Next(4); headers > 0; headers--)
        {
            head += Headers[random.Next(Headers.Length)];
        }

        return AnswerTable.Answer(head, Mutated(AnswerTable.Body(AnswerTable.Columns(AnswerTable.Lines[random.Next(AnswerTable.Lines.Count)])[2]), random));
    }

    /// <summary>Some of its bytes changed, left out or put in.</summary>
    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var body = bytes.ToList();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(body.Count + 1);
            switch (random.Next(3))
            {
                case 0 when at < body.Count:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1 when at < body.Count:
                    body.RemoveAt(at);
                    break;
                default:
                    body.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. body];
    }

    private static int Setting(string name, int absent) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : absent;
}
