using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Core.Documents;

/// <summary>What reading a document gave: a value, or every problem found in it; never both.</summary>
public sealed class Parsed<T>
    where T : class
{
    private Parsed(T? value, IReadOnlyList<Problem> problems)
    {
        Value = value;
        Problems = problems;
    }

    public T? Value { get; }

    public IReadOnlyList<Problem> Problems { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    public static Parsed<T> Valid(T value) => new(value, []);

    /// <exception cref="ArgumentException"><paramref name="problems"/> is empty.</exception>
    public static Parsed<T> Invalid(IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0)
        {
            throw new ArgumentException("An invalid document has at least one problem.", nameof(problems));
        }

        return new(null, problems);
    }
}
