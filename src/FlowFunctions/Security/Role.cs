namespace FlowFunctions.Security;

/// <summary>What a key's owner may do. Each role may do all that the ones before it may.</summary>
public enum Role
{
    /// <summary>Read.</summary>
    Viewer,

    /// <summary>Also run, cancel and resume.</summary>
    Operator,

    /// <summary>Also create, change and delete flows and integrations.</summary>
    Editor,
}
