namespace AnaplanSimulator.Faults;

/// <summary>
/// What goes wrong with certain requests. The first fault that fits a request is the only one for it; what it says is done in the order of the members:
/// first the delay, then an answer in place of the work, and so on.
/// </summary>
public sealed record Fault
{
    /// <summary>
    /// Which requests: a method or *, a space and a path, where * is anything without a slash and ** is anything: <c>POST **/imports/*/tasks</c>.
    /// Without regard to case; the query does not count.
    /// </summary>
    public required string Requests { get; init; }

    /// <summary>How many requests that fit pass untouched before.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests it is for; null: all until it is removed.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>How long the request waits first, by the simulator's clock.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the request is carried out, and after the whole of the delay, also where the client has gone: as by a gateway that goes on.</summary>
    public bool IgnoresAbort { get; init; }

    /// <summary>Answers with this code and does no work.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After of that answer, in whole seconds; null: none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Answers 200 with a page for people and does no work, as a gateway does while what is behind it is maintained. Its content type: text/html, or what a proxy makes of it.</summary>
    public string? PageOfType { get; init; }

    /// <summary>Answers 200 with this as JSON and does no work, as a gateway may: <c>{}</c>, or nothing at all.</summary>
    public string? Says { get; init; }

    /// <summary>Answers with this code at once, and does the work after the delay all the same: a gateway that does not wait for what is behind it.</summary>
    public int? AnswersFirst { get; init; }

    /// <summary>Never answers: until the client gives up.</summary>
    public bool Hang { get; init; }

    /// <summary>Cuts the connection after so many bytes of the request's body, and does no work.</summary>
    public long? CutRequestAfter { get; init; }

    /// <summary>Does the work and cuts the connection instead of answering.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>Does the work and cuts the connection after so many bytes of the answer's body.</summary>
    public long? CutAnswerAfter { get; init; }

    /// <summary>Does the work and answers with this code and nothing else in place of what there is to answer: a gateway that gave up waiting, or a service that trips over its own answer.</summary>
    public int? AnswerStatus { get; init; }

    /// <summary>Does the work and puts into its answer, where that is JSON, what readers trip over: a byte order mark before it, half a surrogate pair and bytes that are no UTF-8 in a text.</summary>
    public bool WrongText { get; init; }

    /// <summary>Sends the answer's body in pieces of so many bytes.</summary>
    public int? AnswerInPiecesOf { get; init; }
}
