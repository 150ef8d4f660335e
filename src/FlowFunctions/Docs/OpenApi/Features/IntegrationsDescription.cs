namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Integrations: their definitions.</summary>
internal static class IntegrationsDescription
{
    public const string Tag = "Integrations";

    private const string Collection = "/2/0/integrations";
    private const string Item = Collection + "/{id}";

    private static readonly Parameter IntegrationId = Parameter.Path("id", Schema.Id("Of the integration."));

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = "ListIntegrations",
            Method = "GET",
            Path = Collection,
            Tag = Tag,
            Summary = "List integrations",
            Query = CommonParameters.DocumentList,
            Answer = Answer.Page("A page of integrations.", "integrations", Schema.Ref("IntegrationSummary")),
        },
        new()
        {
            Function = "CreateIntegration",
            Method = "POST",
            Path = Collection,
            Tag = Tag,
            Summary = "Create an integration",
            Description = "A notification configuration is made with it: in the application, to its creator, for partial and full failures.",
            Body = new(Schema.Ref("IntegrationInput"), IntegrationExamples.OfEachKind),
            Answer = Answer.Identified("The integration's id.", "integration", "integrationId") with { HasTag = true },
            Conflict = "Another integration has this name; case makes no difference.",
        },
        new()
        {
            Function = "GetIntegration",
            Method = "GET",
            Path = Item,
            Tag = Tag,
            Summary = "Read an integration",
            Description = "As in the original service, the answer has no `integrationType`.",
            PathParameters = [IntegrationId],
            Answer = Answer.Of("The integration.", Field.Of("integration", Schema.Ref("Integration"))) with
            {
                HasTag = true,
                Examples = [IntegrationExamples.Answer],
            },
            NotFound = "No integration has this id.",
        },
        new()
        {
            Function = "ReplaceIntegration",
            Method = "PUT",
            Path = Item,
            Tag = Tag,
            Summary = "Replace an integration",
            Description = "The body is the whole integration. A run that goes on is not touched.",
            PathParameters = [IntegrationId],
            Body = new(Schema.Ref("IntegrationInput"), IntegrationExamples.Endpoint),
            Answer = Answer.Identified("The integration's id.", "integration", "integrationId") with { HasTag = true },
            NotFound = "No integration has this id.",
            Conflict = "Another integration has this name; case makes no difference.",
        },
        new()
        {
            Function = "PatchIntegration",
            Method = "PATCH",
            Path = Item,
            Tag = Tag,
            Summary = "Change some fields of an integration",
            Description = "JSON Merge Patch (RFC 7396): what is given replaces, null removes, the rest stays. `headers` and `jobs` are one field each.",
            PathParameters = [IntegrationId],
            Body = new(Schema.Ref("IntegrationPatch"), IntegrationExamples.Longer),
            Answer = Answer.Identified("The integration's id.", "integration", "integrationId") with { HasTag = true },
            NotFound = "No integration has this id.",
            Conflict = "Another integration has this name; case makes no difference.",
        },
        new()
        {
            Function = "DeleteIntegration",
            Method = "DELETE",
            Path = Item,
            Tag = Tag,
            Summary = "Delete an integration",
            PathParameters = [IntegrationId],
            Answer = Answer.Of("The integration is gone."),
            NotFound = "No integration has this id.",
            Conflict = "Flows use the integration, which the message names, or it is running.",
        },
    ];
}
