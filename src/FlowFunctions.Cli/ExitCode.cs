namespace FlowFunctions.Cli;

/// <summary>What a script learns from a verb of the API without reading anything; the help of <c>flows</c> lists them.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The run ended as failed; <c>diff</c> found a difference; <c>doctor</c> found something to cure; an item of <c>apply</c> failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a file or the environment says something that cannot be.</summary>
    public const int Misuse = 2;

    public const int NotFound = 3;

    /// <summary>No key, an unknown one, or one whose role does not allow the call.</summary>
    public const int NotAllowed = 4;

    /// <summary>What <c>--timeout</c> gave was not enough. A run that was watched goes on.</summary>
    public const int WaitedTooLong = 5;

    /// <summary>Nobody answers, or what answers is not ready, after all retries.</summary>
    public const int NotReachable = 6;

    /// <summary>The run ended as cancelled.</summary>
    public const int Cancelled = 7;

    /// <summary>The server answered, and did not do what was asked: a conflict, a document with mistakes, a defect of its own.</summary>
    public const int Refused = 8;

    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Success, "done; the run that was waited for succeeded"),
        (Failed, "the run failed; diff: there are differences; doctor: something to cure"),
        (Misuse, "the command line or a file is wrong"),
        (NotFound, "not found"),
        (NotAllowed, "no key, an unknown key, or one that may not do this"),
        (WaitedTooLong, "waited as long as --timeout said"),
        (NotReachable, "the server cannot be reached, or is not ready"),
        (Cancelled, "the run was cancelled"),
        (Refused, "the server refused it"),
        (130, "Ctrl-C; a run that was watched goes on"),
    ];
}
