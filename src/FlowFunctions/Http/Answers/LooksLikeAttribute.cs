namespace FlowFunctions.Http;

/// <summary>What a text of an answer, or each text of a list, looks like.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class LooksLikeAttribute(TextShape shape) : Attribute
{
    public TextShape Shape => shape;

    /// <summary>Another value than the shape's own that shows it.</summary>
    public string? Example { get; init; }

    /// <summary>Of a duration, in ISO 8601.</summary>
    public string? Minimum { get; init; }

    /// <summary>Of a duration, in ISO 8601.</summary>
    public string? Maximum { get; init; }
}
