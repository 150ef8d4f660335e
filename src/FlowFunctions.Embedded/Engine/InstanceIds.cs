namespace FlowFunctions.Embedded.Engine;

/// <summary>What an instance id may be: the rule of the Durable extension, which is that of a table's keys.</summary>
internal static class InstanceIds
{
    private const int LongestLength = 100;

    /// <returns>What is wrong with the id, or null if nothing is.</returns>
    public static string? Fault(string instanceId) => instanceId switch
    {
        { Length: 0 } => "An instance id must not be empty.",
        { Length: > LongestLength } => $"An instance id must not be longer than {LongestLength} characters.",
        ['@', ..] => "An instance id must not begin with @.",
        _ when instanceId.Any(character => character is '/' or '\\' or '?' or '#' || char.IsControl(character)) =>
            "An instance id must not contain /, \\, #, ? or control characters.",
        _ => null,
    };
}
