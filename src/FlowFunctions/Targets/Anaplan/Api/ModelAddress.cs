using FlowFunctions.Steps;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>A model, and the workspace that it is in.</summary>
internal sealed record ModelAddress(string WorkspaceId, string ModelId)
{
    public static ModelAddress Of(AnaplanWork work) => new(work.WorkspaceId, work.ModelId);

    public override string ToString() => $"model {ModelId} of workspace {WorkspaceId}";
}
