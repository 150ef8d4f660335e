namespace FlowFunctions.Embedded.Hosting.Invocation;

/// <summary>What a trigger brings to an invocation.</summary>
/// <param name="Sources">Values by parameter name, for parameters with a binding.</param>
/// <param name="BindingData">What else is known, by name without regard to case; parameters without a binding are filled from it.</param>
internal sealed record InvocationInput(IReadOnlyDictionary<string, object?> Sources, IReadOnlyDictionary<string, object?> BindingData)
{
    /// <summary>Which repetition of a failed call this is, and how many there may be.</summary>
    public (int Count, int Maximum) Retry { get; init; }

    /// <summary>The services of a scope that the trigger has already made and will end; null makes one for the invocation.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>What middleware finds in FunctionContext.Items from the start.</summary>
    public IReadOnlyDictionary<object, object> Items { get; init; } = new Dictionary<object, object>();

    public object? Find(string parameter) =>
        Sources.TryGetValue(parameter, out var value) ? value : BindingData.GetValueOrDefault(parameter);
}
