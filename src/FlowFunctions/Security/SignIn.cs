namespace FlowFunctions.Security;

/// <summary>By what a caller is known.</summary>
public enum SignIn
{
    /// <summary>A key of the configuration, or the development key.</summary>
    Key,

    /// <summary>A session that was opened with a one-time code.</summary>
    Session,

    /// <summary>The platform's sign-in with Microsoft Entra ID.</summary>
    EntraId,
}
