namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which of the host's keys a caller of an HTTP function must present.</summary>
/// <remarks>The embedded host has no keys: an application with another level than <see cref="Anonymous"/> does not start.</remarks>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
