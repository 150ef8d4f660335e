using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads an integration as a client sends it: a process of a model, jobs, or an HTTP endpoint.</summary>
public static class IntegrationInputReader
{
    private const int MaximumModelIdLength = 64;

    private static readonly FieldNames Fields = new("name", "version", "workspaceId", "modelId", "processId", "nuxVisible", "idempotent", "jobs", "endpoint");

    /// <summary>A new integration. Never throws, whatever the bytes are; takes time in proportion to their number.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static Parsed<IntegrationInput> Read(ReadOnlyMemory<byte> utf8Json) => DocumentReader.Read(utf8Json, root => ReadIntegration(root, stored: null));

    /// <summary>
    /// The whole of an integration that exists. Where <paramref name="stored"/> has a secret in its endpoint a mask may stand for it
    /// (<see cref="EndpointSecrets"/>), which comes back as it is: the secret stays.
    /// </summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    /// <param name="stored">What it replaces, with or without masks.</param>
    public static Parsed<IntegrationInput> ReadOver(ReadOnlyMemory<byte> utf8Json, IntegrationInput stored) =>
        DocumentReader.Read(utf8Json, root => ReadIntegration(root, stored.Endpoint is { } endpoint ? EndpointSecrets.Split(endpoint).Open : null));

    private static IntegrationInput? ReadIntegration(DocumentValue root, EndpointInput? stored)
    {
        if (root.AsObject(Fields) is not { } integration)
        {
            return null;
        }

        var name = integration.Required("name")?.AsName(IntegrationInput.MaximumNameLength);
        integration.Optional("version")?.MustBe("2.0");
        var nuxVisible = integration.Optional("nuxVisible")?.AsBoolean() ?? false;
        var idempotent = integration.Optional("idempotent");
        var processId = integration.Optional("processId");
        var endpoint = integration.Optional("endpoint");
        var jobs = integration.Optional("jobs");
        CheckKind(root, processId, endpoint, jobs);
        var isIdempotent = idempotent?.AsBoolean() ?? false;
        if (isIdempotent && endpoint is not null)
        {
            idempotent!.Refuse("Only for an integration on a model: an endpoint knows a repetition by the operation's id.");
        }

        // What runs in a model must say in which; an endpoint may.
        var workspaceId = endpoint is null ? integration.Required("workspaceId") : integration.Optional("workspaceId");
        var modelId = endpoint is null ? integration.Required("modelId") : integration.Optional("modelId");
        var input = new IntegrationInput
        {
            Name = name ?? "",
            WorkspaceId = ReadModelId(workspaceId),
            ModelId = ReadModelId(modelId),
            ProcessId = processId is null ? null : ModelIds.Read(processId),
            NuxVisible = nuxVisible,
            Idempotent = isIdempotent,
            Jobs = jobs is null ? [] : JobsReader.Read(jobs, isProcess: processId is not null),
            Endpoint = endpoint is null ? null : EndpointInputReader.Read(endpoint, stored),
        };
        return name is null ? null : input;
    }

    private static void CheckKind(DocumentValue root, DocumentValue? processId, DocumentValue? endpoint, DocumentValue? jobs)
    {
        if (processId is null && endpoint is null && jobs is null)
        {
            root.Refuse("Give 'processId', 'jobs' or 'endpoint': what the integration runs.");
        }

        if (endpoint is not null && (processId ?? jobs) is not null)
        {
            endpoint.Refuse("Give either 'endpoint', or 'processId' and 'jobs', not both.");
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
}
