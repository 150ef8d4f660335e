namespace FlowFunctions.LocalHost.Settings;

/// <summary>A range of values.</summary>
/// <param name="Words">The range, to follow "set it": <c>between 1 and 32</c>.</param>
/// <param name="Allows">Whether a value that can be read is in it.</param>
internal sealed record HostJsonLimit(string Words, Func<string, bool> Allows);
