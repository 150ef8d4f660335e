namespace FlowFunctions.Targets.Anaplan;

/// <summary>An action of a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Id">12 digits, of which the first three tell the kind.</param>
/// <param name="Kind">What the action does.</param>
internal sealed record ModelAction(ModelAddress Model, string Id, ActionKind Kind)
{
    /// <summary>False for an id that is of no action, such as that of a file (113…).</summary>
    public static bool TryParseKind(string id, out ActionKind kind)
    {
        ActionKind? found = id.Length < 3 ? null : id[..3] switch
        {
            "112" => ActionKind.Import,
            "116" => ActionKind.Export,
            "117" => ActionKind.Action,
            "118" => ActionKind.Process,
            _ => null,
        };
        kind = found.GetValueOrDefault();
        return found is not null;
    }

    /// <exception cref="InvalidOperationException">The id is of no action, which the step's plan has seen to.</exception>
    public static ModelAction Of(ModelAddress model, string actionId) =>
        TryParseKind(actionId, out var kind) ? new(model, actionId, kind) : throw new InvalidOperationException($"{actionId} is no action.");

    /// <summary>The kind in words, with the id: "import 112000000001".</summary>
    public override string ToString() => Kind switch
    {
        ActionKind.Import => $"import {Id}",
        ActionKind.Export => $"export {Id}",
        ActionKind.Process => $"process {Id}",
        _ => $"action {Id}",
    };
}
