namespace FlowFunctions.Health;

/// <summary>What a check found.</summary>
/// <param name="Name">Of the check.</param>
/// <param name="Duration">From its start to its end.</param>
/// <param name="Problem">What is wrong, without a secret, an address or the words of an exception; null where all is well.</param>
/// <param name="Since">When this process first saw it fail; null where all is well.</param>
public sealed record CheckReading(string Name, TimeSpan Duration, string? Problem, DateTimeOffset? Since);
