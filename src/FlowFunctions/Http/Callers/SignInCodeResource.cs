using System.ComponentModel.DataAnnotations;

namespace FlowFunctions.Http;

/// <summary>A code that opens a session, once.</summary>
/// <param name="Code">As safe in an address as anything is that works once, and for minutes: behind a `#`, which no server is told.</param>
/// <param name="ExpiresAt">When it opens nothing any more.</param>
internal sealed record SignInCodeResource([property: Length(43, 43)] string Code, DateTimeOffset ExpiresAt);
