namespace FlowFunctions.Security;

/// <summary>Whose key a request carries.</summary>
/// <param name="Name">The user in <c>createdBy</c>, <c>modifiedBy</c> and <c>triggeredBy</c>.</param>
/// <param name="Role">What they may do.</param>
public sealed record Caller(string Name, Role Role);
