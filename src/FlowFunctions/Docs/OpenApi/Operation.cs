namespace FlowFunctions.Docs.OpenApi;

/// <summary>One HTTP function, as its callers see it. What every call has in common is added where the document is put together.</summary>
internal sealed record Operation
{
    /// <summary>Name of the function; the operation's id.</summary>
    public required string Function { get; init; }

    /// <summary><c>GET</c>, <c>POST</c>, …</summary>
    public required string Method { get; init; }

    /// <summary>Begins with a slash; parameters in braces, without their constraints.</summary>
    public required string Path { get; init; }

    public required string Tag { get; init; }

    public required string Summary { get; init; }

    /// <summary>What the summary cannot say; CommonMark.</summary>
    public string? Description { get; init; }

    /// <summary>Those of the path, in its order.</summary>
    public IReadOnlyList<Parameter> PathParameters { get; init; } = [];

    /// <summary>Keys of <see cref="CommonParameters"/>.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Null where the call takes none.</summary>
    public Body? Body { get; init; }

    public required Answer Answer { get; init; }

    /// <summary>When the answer is 404; null where it never is.</summary>
    public string? NotFound { get; init; }

    /// <summary>When the answer is 409; null where only an idempotency key makes it so.</summary>
    public string? Conflict { get; init; }

    /// <summary>Whether it can be answered while storage is away.</summary>
    public bool NeedsNoStorage { get; init; }

    /// <summary>What 503 answers, by its name in <c>components/schemas</c>; null where it is an error like others.</summary>
    public string? UnavailableSchema { get; init; }

    /// <summary>Whether the call takes an <c>Idempotency-Key</c>.</summary>
    public bool IsIdempotent => Method == HttpMethod.Post.Method;

    /// <summary>Whether the call changes a document by another method than those that say so.</summary>
    public bool ChangesDocument { get; init; }

    /// <summary>Whether the call takes <c>If-Match</c>.</summary>
    public bool IsConditional => ChangesDocument || Method == HttpMethod.Put.Method || Method == HttpMethod.Patch.Method || Method == HttpMethod.Delete.Method;
}
