using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FlowFunctions.Tests.Targets.Endpoint;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>
/// The endpoint of one run's steps, which are driven one after the other: answers whatever the run's numbers bring, and keeps what a step was asked and told. Repeats the secrets
/// that it is called with.
/// </summary>
internal sealed partial class HostileEndpoint(Random random)
{
    private static readonly string[] Echoes =
    [
        "400, Content-Type: application/json", "200, Content-Type: application/json", "202, Location: /tasks/1, Content-Type: application/json", "500", "422, Content-Type: text/plain",
    ];

    private readonly List<string> _exchanges = [];
    private bool _isDone;
    private string? _last;

    /// <summary>How many answers were given.</summary>
    public int Answers { get; private set; }

    /// <summary>What must not have been asked, in words; empty where nothing was.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Whether the last answer told of a failure, or a failure of the exchange itself: what is done then may be done again.</summary>
    public bool SaidFailure => _last is null || Failure().IsMatch(_last);

    /// <summary>What the current step was asked and answered, one line each.</summary>
    public string Exchanges => string.Join('\n', _exchanges);

    /// <summary>Whether the current step has got an answer that its work is done, or under way.</summary>
    public bool IsDone => _isDone;

    /// <summary>The next step, or the next try of one.</summary>
    public void Begin()
    {
        _exchanges.Clear();
        (_isDone, _last) = (false, null);
    }

    public HttpResponseMessage Answer(HttpRequestMessage request)
    {
        Answers++;
        var method = request.Method.Method;
        if (method == "POST" && _isDone)
        {
            Faults.Add($"What had taken the step was asked to start it again:\n{Exchanges}");
        }

        var (head, body) = Next(request);
        var status = int.Parse(head[..3], CultureInfo.InvariantCulture);
        _isDone |= method == "POST" && status < 400;
        if (method != "DELETE")
        {
            _last = status is < 200 or >= 300 || head.Contains("Content-Encoding", StringComparison.Ordinal) ? null : Encoding.Latin1.GetString(body).Replace("\0", "", StringComparison.Ordinal);
        }

        _exchanges.Add($"{method} {request.RequestUri!.AbsolutePath} → {head} | {Encoding.Latin1.GetString(body)}");
        return AnswerTable.Answer(head, body);
    }

    private (string Head, byte[] Body) Next(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is { } secret && random.Next(4) == 0)
        {
            var said = $"of {secret} at {request.RequestUri!.Query}";
            var head = Echoes[random.Next(Echoes.Length)];
            return random.Next(3) == 0
                ? ($"202, Location: /tasks/{random.Next(9)}{request.RequestUri.Query}", [])
                : (head, Encoding.UTF8.GetBytes(head.Contains("plain", StringComparison.Ordinal) ? said : $$"""{"message":"{{said}}","details":["{{said}}"]}"""));
        }

        return HostileAnswers.Next(random);
    }

    [GeneratedRegex("fail|error|terminat|cancel", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Failure();
}
