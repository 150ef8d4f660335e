namespace FlowFunctions.Cli.Keys;

/// <summary>A key that is asked for.</summary>
/// <param name="Name">1 to 200 characters, without space around.</param>
/// <param name="Role">viewer, operator or editor.</param>
/// <param name="Settings">The file that takes the hash; null where the settings are printed instead.</param>
internal sealed record KeyRequest(string Name, string Role, string? Settings)
{
    public const int MaximumNameLength = 200;

    public static readonly IReadOnlyList<string> Roles = ["viewer", "operator", "editor"];
}
