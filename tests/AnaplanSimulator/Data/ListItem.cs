namespace AnaplanSimulator.Data;

/// <param name="Properties">In the order of the list's definition; empty where not set.</param>
internal sealed record ListItem(string Code, string Name, IReadOnlyList<string> Properties);
