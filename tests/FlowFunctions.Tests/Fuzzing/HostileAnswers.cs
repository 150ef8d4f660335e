using FlowFunctions.Tests.Targets.Endpoint;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>Answers that are right but for a few bytes, statuses and headers.</summary>
internal static class HostileAnswers
{
    private static readonly string[] Statuses = ["200", "200", "200", "201", "202", "204", "206", "299", "300", "302", "304", "400", "404", "408", "409", "429", "500", "502", "503", "599"];

    private static readonly string[] Headers =
    [
        ", Content-Type: application/json", ", Content-Type: application/json; charset=utf-16", ", Content-Type: text/html; charset=gb18030", ", Content-Type: ;;",
        ", Content-Type: application/json; charset=x", ", Content-Encoding: gzip", ", Content-Encoding: br", ", Content-Encoding: deflate, Content-Encoding: x", ", Location: /tasks/1",
        ", Location: //", ", Location: http://[", ", Location: javascript:x", ", Location: https://example.org/", ", Retry-After: 0", ", Retry-After: -9", ", Retry-After: 99999999999999999999",
        ", Retry-After: x",
    ];

    /// <returns>Status and headers as <see cref="AnswerTable.Answer"/> takes them, and the body.</returns>
    public static (string Head, byte[] Body) Next(Random random)
    {
        var head = Statuses[random.Next(Statuses.Length)];
        for (var headers = random.Next(4); headers > 0; headers--)
        {
            head += Headers[random.Next(Headers.Length)];
        }

        return (head, Mutated(AnswerTable.Body(AnswerTable.Columns(AnswerTable.Lines[random.Next(AnswerTable.Lines.Count)])[2]), random));
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
}
