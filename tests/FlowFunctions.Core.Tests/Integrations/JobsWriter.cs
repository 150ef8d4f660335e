using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

/// <summary>Writes an integration with jobs as a client would, its ids as numbers or as digits in strings.</summary>
internal static class JobsWriter
{
    public static byte[] Write(IntegrationInput integration, bool snakeCase, bool asNumbers)
    {
        var document = new JsonObject
        {
            ["name"] = integration.Name,
            [Spelt("workspaceId", "workspace_id")] = integration.WorkspaceId,
            [Spelt("modelId", "model_id")] = integration.ModelId,
            [Spelt("nuxVisible", "nux_visible")] = integration.NuxVisible,
            ["idempotent"] = integration.Idempotent,
            ["jobs"] = new JsonArray([.. integration.Jobs.Select(Job)]),
        };
        if (integration.ProcessId is { } processId)
        {
            document[Spelt("processId", "process_id")] = Id(processId);
        }

        return JsonSerializer.SerializeToUtf8Bytes(document);

        JsonObject Job(JobInput job)
        {
            var item = new JsonObject
            {
                ["type"] = job.Type.Store.ToString(),
                [Spelt("connectionId", "connection_id")] = job.Item.ConnectionId,
                [job.Type.Store == ConnectionType.GoogleBigQuery ? "table" : "file"] = job.Item.Name,
            };
            var action = new JsonObject { ["type"] = "Anaplan", [Spelt("actionId", "action_id")] = Id(job.Action.ActionId) };
            if (job.Type.IsImport)
            {
                action[Spelt("fileId", "file_id")] = Id(job.Action.FileId!);
            }
            else if (job.Item.Overwrite)
            {
                item["overwrite"] = true;
            }

            return new()
            {
                ["type"] = job.Type.ToString(),
                ["sources"] = new JsonArray(job.Type.IsImport ? item : action),
                ["targets"] = new JsonArray(job.Type.IsImport ? action : item),
            };
        }

        string Spelt(string camelCase, string snake) => snakeCase ? snake : camelCase;

        JsonNode Id(string digits) => asNumbers ? long.Parse(digits, CultureInfo.InvariantCulture) : digits;
    }
}
