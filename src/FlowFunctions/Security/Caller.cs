namespace FlowFunctions.Security;

/// <summary>Whose key a request carries.</summary>
/// <param name="Name">The user in <c>createdBy</c>, <c>modifiedBy</c> and <c>triggeredBy</c>.</param>
/// <param name="Role">What they may do.</param>
public sealed record Caller(string Name, Role Role)
{
    public SignIn SignIn { get; init; } = SignIn.Key;

    /// <summary>UTC; when a session ends. Null for a key, and for who the platform has signed in.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
