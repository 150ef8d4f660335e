using System.Text.Json;
using System.Text.Json.Nodes;
using AnaplanSimulator.Exports;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AnaplanSimulator.Control;

/// <summary>The control plane over HTTP: a page for people, and what it calls. Only from this machine.</summary>
internal static class ControlRoutes
{
    public const string Prefix = "/_control";

    // The page shows what happened last; a program asks for what it wants.
    private const int ShownRequests = 60;
    private const int ShownRows = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static bool IsControl(HttpContext context) => context.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal);

    public static void Map(IEndpointRouteBuilder app)
    {
        var control = app.MapGroup(Prefix).AddEndpointFilter(async (invocation, next) =>
            LocalOnly.Allows(invocation.HttpContext) ? await next(invocation) : Results.Json(new { message = "Control is for this machine only." }, statusCode: 403));
        control.MapGet("", () => Results.Stream(typeof(ControlRoutes).Assembly.GetManifestResourceStream("page.html")!, "text/html; charset=utf-8"));
        control.MapGet("/state", (Call call) => Results.Json(ControlState.Of(call.World, ShownRequests), Json));
        control.MapGet("/requests", (Call call, string? pattern) => Try(() => Requests(call.World, pattern ?? "* **")));
        control.MapGet("/chunks", (Call call, string? fileId) =>
            Results.Json(new { chunks = call.World.Requests.Chunks.Where(chunk => fileId is null || chunk.FileId == fileId) }, Json));
        control.MapGet("/models/{modelId}/rows/{name}", Rows);
        control.MapPost("/models/{modelId}/actions/{actionId}/tasks", PostTask);
        control.MapGet("/settings", (Call call) => Results.Json(call.World.Settings, Json));
        control.MapPatch("/settings", ChangeSettingsAsync);
        control.MapPost("/faults", AddFaultAsync);
        control.MapDelete("/faults", (Call call) =>
        {
            call.World.Faults.Clear();
            return Results.NoContent();
        });
        control.MapPost("/tokens/expire", (Call call) =>
        {
            call.World.Tokens.ExpireAll();
            return Results.NoContent();
        });
        control.MapPost("/reset", async (Call call) =>
        {
            await call.Context.RequestServices.GetRequiredService<Simulation>().ResetAsync();
            return Results.NoContent();
        });
    }

    private static IResult Requests(World world, string pattern)
    {
        var requests = world.Requests.Matching(pattern);
        return Results.Json(new { count = requests.Count, requests }, Json);
    }

    private static IResult Rows(Call call, string modelId, string name)
    {
        var data = call.World.Models.FirstOrDefault(model => string.Equals(model.Definition.Id, modelId, StringComparison.OrdinalIgnoreCase))?.Data;
        if (data is null || !(data.Lists.ContainsKey(name) || data.Modules.ContainsKey(name) || data.Tables.ContainsKey(name)))
            return Results.Json(new { message = $"{name} is no list, module or table of model {modelId}." }, statusCode: 404);
        var source = ExportSource.Of(name, data);
        return Results.Json(new { columns = source.Columns, count = source.Count, rows = source.Rows.Take(ShownRows) }, Json);
    }

    /// <summary>Another user's task.</summary>
    private static IResult PostTask(Call call, string modelId, string actionId) =>
        call.World.Models.FirstOrDefault(model => string.Equals(model.Definition.Id, modelId, StringComparison.OrdinalIgnoreCase)) is { } model && model.Definition.HasAction(actionId)
            ? Results.Json(new { taskId = model.Post(actionId).Id })
            : Results.Json(new { message = $"Model {modelId} has no action {actionId}." }, statusCode: 404);

    /// <summary>Changes the settings that the body names; an object in it replaces the one before.</summary>
    private static async Task<IResult> ChangeSettingsAsync(Call call)
    {
        try
        {
            var changes = await call.Context.Request.ReadFromJsonAsync<JsonObject>(call.Context.RequestAborted) ?? [];
            var settings = (JsonObject)JsonSerializer.SerializeToNode(call.World.Settings, Json)!;
            foreach (var (name, value) in changes)
            {
                if (!settings.ContainsKey(name))
                    return Refused($"There is no setting {name}.");
                settings[name] = value?.DeepClone();
            }

            call.World.Settings = settings.Deserialize<SimulatorSettings>(Json)!;
            return Results.Json(call.World.Settings, Json);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return Refused(fault.Message);
        }
    }

    private static async Task<IResult> AddFaultAsync(Call call)
    {
        try
        {
            call.World.Faults.Add((await call.Context.Request.ReadFromJsonAsync<Fault>(Json, call.Context.RequestAborted))!);
            return Results.NoContent();
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return Refused(fault.Message);
        }
    }

    private static IResult Try(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (FormatException fault)
        {
            return Refused(fault.Message);
        }
    }

    private static IResult Refused(string message) => Results.Json(new { message }, statusCode: 400);
}
