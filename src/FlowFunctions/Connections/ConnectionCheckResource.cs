using System.ComponentModel.DataAnnotations;

namespace FlowFunctions.Connections;

/// <summary>Whether a connection's credentials work.</summary>
/// <param name="Works">Null where that cannot be said now: the store does not answer, or does not say.</param>
/// <param name="Message">The same for people, with what to do about it.</param>
/// <param name="CheckedAt">When the store was asked.</param>
internal sealed record ConnectionCheckResource(bool? Works, [property: MinLength(1)] string Message, DateTimeOffset CheckedAt);
