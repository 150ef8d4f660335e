namespace FlowFunctions.Http;

/// <summary>
/// An HTTP function whose answer is content of its own, not the contract's envelope. It has an <c>ETag</c>, and who has it is answered with
/// 304.
/// </summary>
/// <param name="mediaType"><c>*/*</c> where it depends on what is asked for.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswersContentAttribute(string mediaType) : Attribute
{
    public string MediaType => mediaType;

    /// <summary>Of a text; null where it is none.</summary>
    public string? Text { get; init; }

    /// <summary>Properties that an object has among others; null where it is none.</summary>
    public string[]? Has { get; init; }
}
