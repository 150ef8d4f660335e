namespace FlowFunctions.Http;

/// <summary>What holds for the items of a list in an answer.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ItemsAttribute : Attribute
{
    /// <summary>Whether nothing stands twice.</summary>
    public bool AreDistinct { get; init; }

    /// <summary>In a list of lists, how many each holds at least.</summary>
    public int Minimum { get; init; }
}
