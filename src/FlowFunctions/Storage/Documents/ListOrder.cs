namespace FlowFunctions.Storage;

public enum ListOrder
{
    /// <summary>Oldest first.</summary>
    Creation,

    /// <summary>By name, ordinal ignoring case; equal names by creation.</summary>
    Name,

    /// <summary>The exact reverse of <see cref="Name"/>.</summary>
    NameDescending,
}
