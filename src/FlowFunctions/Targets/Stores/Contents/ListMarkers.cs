namespace FlowFunctions.Targets.Stores;

/// <summary>
/// Where the pages of one list have ended. A service that says that its list goes on and not where, or where it has been before, would be asked for the same page for ever.
/// </summary>
/// <param name="place">What is listed.</param>
/// <param name="name">Of the file that the list is about.</param>
internal sealed class ListMarkers(StorePlace place, string name)
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>Whether there is a page after this one.</summary>
    /// <param name="goesOn">What the page says; null for no.</param>
    /// <param name="marker">Where the next one begins; the list begins at none.</param>
    /// <exception cref="StoreException">There is no telling where the next one begins.</exception>
    public bool GoesOn(bool? goesOn, string? marker)
    {
        if (goesOn != true)
        {
            return false;
        }

        return !string.IsNullOrEmpty(marker) && _given.Add(marker) ? true : throw place.Failed(name, "its list does not go on where it says that it does");
    }
}
