using System.Text.Json.Nodes;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Applying;

/// <summary>What is to happen to one connection, integration or flow, and what became of it.</summary>
internal sealed class PlanItem
{
    public required PlanAction Action { get; init; }

    public required Kind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>As it is to be; null where it is to be deleted.</summary>
    public FilledDefinition? Wanted { get; init; }

    /// <summary>Null where it is to be created.</summary>
    public Found? Existing { get; init; }

    /// <summary>As the server has it; null where it is to be created, or deleted.</summary>
    public Definition? Server { get; init; }

    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>created, changed, unchanged, deleted, failed, or null where it was not come to.</summary>
    public string? Result { get; set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; set; }

    public string Word => Action switch
    {
        PlanAction.Create => "create",
        PlanAction.Change => "change",
        PlanAction.Delete => "delete",
        _ => "unchanged",
    };

    /// <summary>Whether a field outside of schedule and notifications differs.</summary>
    public bool ChangesItself => Action == PlanAction.Create || Differences.Any(difference => !IsBelow(difference, "schedule") && !IsBelow(difference, "notifications"));

    public bool Changes(string part) => Differences.Any(difference => IsBelow(difference, part));

    public JsonObject Document() => new()
    {
        ["action"] = Word,
        ["kind"] = Kind.Word,
        ["name"] = Name,
        ["result"] = Result,
        ["error"] = Error,
        ["differences"] = new JsonArray([.. Differences.Select(difference => (JsonNode)new JsonObject { ["path"] = difference.Path, ["before"] = difference.Before, ["after"] = difference.After })]),
    };

    private static bool IsBelow(Difference difference, string part) => difference.Path == part || difference.Path.StartsWith($"{part}.", StringComparison.Ordinal);
}
