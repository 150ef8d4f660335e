using AnaplanSimulator.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AnaplanSimulator.Http;

/// <summary>The lists of what there is: workspaces, models, and a model's actions by their kind.</summary>
internal static class CatalogueRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/2/0/workspaces", (Call call) => Answers.Page(
            call.Context.Request, "workspaces", [.. call.World.Definition.Workspaces.Select(workspace => new { id = workspace.Id, name = workspace.Name, active = true })]));
        app.MapGet("/2/0/models", (Call call) => Answers.Page(call.Context.Request, "models", [.. call.World.Models.Select(Describe)]));
        app.MapGet("/2/0/workspaces/{workspaceId}/models", (Call call, string workspaceId) => Answers.Page(
            call.Context.Request, "models", [.. call.World.Models.Where(model => model.WorkspaceId == workspaceId).Select(Describe)]));

        var model = app.MapGroup(ModelPath);
        model.MapGet("/imports", (ModelCall call) => Answers.Page(
            call.Context.Request, "imports", [.. call.Model.Definition.Imports.Select(import => new { id = import.Id, name = import.Name, importDataSourceId = import.File, importType = ImportType(call.Model, import.Into) })]));
        model.MapGet("/exports", (ModelCall call) => Answers.Page(
            call.Context.Request, "exports", [.. call.Model.Definition.Exports.Select(export => new { id = export.Id, name = export.Name, exportType = "TABULAR_MULTI_COLUMN", exportFormat = "text/csv" })]));
        model.MapGet("/actions", (ModelCall call) => Answers.Page(
            call.Context.Request, "actions", [.. call.Model.Definition.Actions.Select(action => new { id = action.Id, name = action.Name, actionType = action.Kind == Definition.ActionKind.Copy ? "BULK_COPY" : "DELETE_BY_SELECTION" })]));
        model.MapGet("/processes", (ModelCall call) => Answers.Page(
            call.Context.Request, "processes", [.. call.Model.Definition.Processes.Select(process => new { id = process.Id, name = process.Name })]));
    }

    public const string ModelPath = "/2/0/workspaces/{workspaceId}/models/{modelId}";

    private static object Describe(Model model) =>
        new { id = model.Definition.Id, name = model.Definition.Name, activeState = "UNLOCKED", currentWorkspaceId = model.WorkspaceId };

    private static string ImportType(Model model, string into) => model.Data.Lists.ContainsKey(into) ? "HIERARCHY_DATA" : "MODULE_DATA";
}
