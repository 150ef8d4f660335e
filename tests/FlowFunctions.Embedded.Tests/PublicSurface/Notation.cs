namespace FlowFunctions.Embedded.Tests.PublicSurface;

/// <summary>A member of each form that the listings write.</summary>
public abstract class Notation<T>
{
    public const int Limit = 100;

    protected Notation(T first, int? second = null) => Name = $"{first}{second}";

    public string Name { get; init; }

    protected abstract IReadOnlyDictionary<string, T[]> Values { get; }

    public static void Swap(ref T first, params string[] others) => first = others.Length == 0 ? first : throw new ArgumentException("", nameof(others));

    public virtual Task<TResult> ReadAsync<TResult>(string name, bool whole = false, CancellationToken cancellation = default) =>
        Task.FromException<TResult>(new NotSupportedException($"{name} {whole}"));

    public override string ToString() => Name;
}
