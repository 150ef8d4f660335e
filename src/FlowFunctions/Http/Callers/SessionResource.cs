using System.ComponentModel.DataAnnotations;
using FlowFunctions.Security;

namespace FlowFunctions.Http;

/// <summary>A session that was opened.</summary>
/// <param name="Token">To be sent where a key is: as a bearer token, for one. It is told this once.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">What they may do: that of the key which the code was made with, as it is at each call.</param>
/// <param name="ExpiresAt">When it ends, unless it is ended before.</param>
internal sealed record SessionResource(
    [property: Length(46, 46)] string Token,
    [property: LooksLike(TextShape.User)] string Name,
    Role Role,
    DateTimeOffset ExpiresAt);
