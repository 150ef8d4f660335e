namespace FlowFunctions.Core.Documents;

/// <summary>Gathers the problems of one document. Beyond the first hundred they are only counted, so that a hostile document costs no more than a long one.</summary>
internal sealed class ProblemCollector
{
    public const int Limit = 100;

    private readonly List<Problem> _problems = [];
    private int _unlisted;

    public bool HasAny => _problems.Count > 0;

    public void Add(DocumentPath path, string message) => Add(path, static text => text, message);

    /// <summary>For a message that is dear to make: it is made only when it will be read.</summary>
    public void Add<TArgument>(DocumentPath path, Func<TArgument, string> message, TArgument argument)
    {
        if (_problems.Count == Limit)
        {
            _unlisted++;
            return;
        }

        _problems.Add(new Problem(path.ToString(), message(argument)));
    }

    public IReadOnlyList<Problem> ToList() =>
        _unlisted == 0 ? [.. _problems] : [.. _problems, new Problem("", $"And {_unlisted} more problem{(_unlisted == 1 ? "" : "s")}.")];
}
