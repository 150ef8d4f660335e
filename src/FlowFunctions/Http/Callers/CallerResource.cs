using FlowFunctions.Security;

namespace FlowFunctions.Http;

/// <summary>Who asks.</summary>
/// <param name="Name">The user in `createdBy`, `modifiedBy` and `triggeredBy`.</param>
/// <param name="Role">What they may do.</param>
/// <param name="SignIn">By what they are known: a key, a session that was opened with a one-time code, or the platform's sign-in.</param>
/// <param name="ExpiresAt">When the session ends; null for a key and for who the platform has signed in.</param>
internal sealed record CallerResource(
    [property: LooksLike(TextShape.User)] string Name,
    Role Role,
    SignIn SignIn,
    DateTimeOffset? ExpiresAt)
{
    public static CallerResource Of(Caller caller) => new(caller.Name, caller.Role, caller.SignIn, caller.ExpiresAt);
}
