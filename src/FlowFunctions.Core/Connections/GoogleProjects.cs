namespace FlowFunctions.Core.Connections;

/// <summary>The projects that keys of Google service accounts belong to.</summary>
public static class GoogleProjects
{
    /// <summary>Whether a text can be a project's id: it is a segment of each address that is asked, and one of dots alone would lead out of the projects.</summary>
    public static bool IsId(string text) => text is not ("" or "." or "..");
}
