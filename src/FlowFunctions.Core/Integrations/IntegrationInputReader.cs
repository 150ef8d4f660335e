using System.Globalization;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads an integration as a client sends it: a process of a model, or an HTTP endpoint.</summary>
public static class IntegrationInputReader
{
    private const int MaximumModelIdLength = 64;
    private const int MaximumProcessIdLength = 18;

    private static readonly FieldNames Fields = new("name", "version", "workspaceId", "modelId", "processId", "nuxVisible", "jobs", "endpoint");

    /// <summary>Never throws, whatever the bytes are; takes time in proportion to their number.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static Parsed<IntegrationInput> Read(ReadOnlyMemory<byte> utf8Json) => DocumentReader.Read(utf8Json, ReadIntegration);

    private static IntegrationInput? ReadIntegration(DocumentValue root)
    {
        if (root.AsObject(Fields) is not { } integration)
        {
            return null;
        }

        var name = integration.Required("name")?.AsName(IntegrationInput.MaximumNameLength);
        integration.Optional("version")?.MustBe("2.0");
        var nuxVisible = integration.Optional("nuxVisible")?.AsBoolean() ?? false;
        var processId = integration.Optional("processId");
        var endpoint = integration.Optional("endpoint");
        CheckKind(root, processId, endpoint, integration.Optional("jobs"));

        // What runs in a model must say in which; an endpoint may.
        var workspaceId = endpoint is null ? integration.Required("workspaceId") : integration.Optional("workspaceId");
        var modelId = endpoint is null ? integration.Required("modelId") : integration.Optional("modelId");
        var input = new IntegrationInput
        {
            Name = name ?? "",
            WorkspaceId = ReadModelId(workspaceId),
            ModelId = ReadModelId(modelId),
            ProcessId = processId is null ? null : ReadProcessId(processId),
            NuxVisible = nuxVisible,
            Endpoint = endpoint is null ? null : EndpointInputReader.Read(endpoint),
        };
        return name is null ? null : input;
    }

    private static void CheckKind(DocumentValue root, DocumentValue? processId, DocumentValue? endpoint, DocumentValue? jobs)
    {
        if (jobs is not null)
        {
            jobs.Refuse("Jobs need connections, which this version does not have; give 'processId' or 'endpoint' instead.");
        }
        else if (processId is null && endpoint is null)
        {
            root.Refuse("Give either 'processId' or 'endpoint': what the integration runs.");
        }

        if (processId is not null && endpoint is not null)
        {
            endpoint.Refuse("Give either 'processId' or 'endpoint', not both.");
        }
    }

    private static string? ReadModelId(DocumentValue? value)
    {
        if (value?.AsString(MaximumModelIdLength) is not { } id)
        {
            return null;
        }

        if (id.Length == 0 || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            value.Refuse($"Must be an id of letters, digits, '-' and '_', but is {Quoted.Of(id)}.");
            return null;
        }

        return id;
    }

    private static string? ReadProcessId(DocumentValue value)
    {
        var id = value.Kind == System.Text.Json.JsonValueKind.String
            ? value.AsString()
            : value.AsInteger()?.ToString(CultureInfo.InvariantCulture);
        if (id is null)
        {
            return null;
        }

        if (id.Length is 0 or > MaximumProcessIdLength || !id.All(char.IsAsciiDigit))
        {
            value.Refuse($"Must be 1 to {MaximumProcessIdLength} digits, as a number or a string, but is {Quoted.Of(id)}.");
            return null;
        }

        return id;
    }
}
