namespace FlowFunctions.Targets.Anaplan;

/// <summary>What the handlers that a request goes through must know of it.</summary>
internal static class RequestTraits
{
    /// <summary>Whether doing it twice is the same as doing it once.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("anaplan.repeatable");

    /// <summary>Whether the answer's body is read as it comes.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsStreamed = new("anaplan.streamed");

    /// <summary>Whether each attempt proves anew who asks.</summary>
    public static readonly HttpRequestOptionsKey<bool> HasProof = new("anaplan.proof");

    /// <summary>Who sees each attempt go out.</summary>
    public static readonly HttpRequestOptionsKey<SendWatch> Watch = new("anaplan.watch");

    /// <summary>False for a request that does not say.</summary>
    public static bool Has(this HttpRequestMessage? request, HttpRequestOptionsKey<bool> trait) =>
        request is not null && request.Options.TryGetValue(trait, out var value) && value;
}
