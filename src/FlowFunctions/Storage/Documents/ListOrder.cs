namespace FlowFunctions.Storage;

public enum ListOrder
{
    /// <summary>Oldest first.</summary>
    Creation,

    /// <summary>By name, ordinal ignoring case; equal names by creation.</summary>
    Name,

    /// <summary>The exact reverse of <see cref="Name"/>.</summary>
    NameDescending,

    /// <summary>By <see cref="Document.ModificationDate"/>, oldest first; equal ones by creation.</summary>
    Modified,

    /// <summary>The exact reverse of <see cref="Modified"/>.</summary>
    ModifiedDescending,

    /// <summary>By <see cref="Document.LatestDate"/>, those without one first, then the oldest; equal ones by creation.</summary>
    Latest,

    /// <summary>The exact reverse of <see cref="Latest"/>.</summary>
    LatestDescending,
}
