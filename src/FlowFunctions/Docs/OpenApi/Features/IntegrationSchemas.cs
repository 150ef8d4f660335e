using System.Text.Json.Nodes;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Integrations as they are written and as they are read.</summary>
internal static class IntegrationSchemas
{
    private const string ModelIdPattern = "^[A-Za-z0-9_-]{1,64}$";

    private static readonly string[] JobTypes =
    [
        nameof(JobType.AmazonS3ToAnaplan), nameof(JobType.AzureBlobToAnaplan), nameof(JobType.GoogleBigQueryToAnaplan),
        nameof(JobType.AnaplanToAmazonS3), nameof(JobType.AnaplanToAzureBlob), nameof(JobType.AnaplanToGoogleBigQuery),
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> All =>
    [
        new("IntegrationInput", Schema.Either(
            "An integration as its author writes it: a process of a model, jobs between a model and connections, or an HTTP endpoint.",
            Schema.Ref("ProcessIntegrationInput"),
            Schema.Ref("JobsIntegrationInput"),
            Schema.Ref("EndpointIntegrationInput"))),
        new("ProcessIntegrationInput", Schema.Object(
            "Runs a process of a model; its jobs, where it has some, bring the process its files.",
            [.. InputFields(isOfModel: true), Field.Of("processId", Schema.DigitsInput("Of the process.")), Field.Optional("jobs", JobInputs()), Absent("endpoint")])),
        new("JobsIntegrationInput", Schema.Object(
            "Loads into a model from connections, or exports from a model to them.",
            [.. InputFields(isOfModel: true), Field.Of("jobs", JobInputs()), Absent("processId"), Absent("endpoint")])),
        new("EndpointIntegrationInput", Schema.Object(
            "Calls an HTTP endpoint and, where that answers 202, polls it until it is done.",
            [.. InputFields(isOfModel: false), Field.Of("endpoint", Schema.Ref("EndpointInput")), Absent("processId"), Absent("jobs")])),
        new("IntegrationPatch", Schema.Object(
            "The fields of an integration to change.",
            Field.WhereItApplies("name", Schema.Name("Unique among integrations, without regard to case.", IntegrationInput.MaximumNameLength)),
            Version(),
            Field.Optional("workspaceId", ModelId("Workspace of the model.")),
            Field.Optional("modelId", ModelId("Model to work on.")),
            Field.Optional("nuxVisible", Schema.Boolean("Kept for clients that ask for it.")),
            Field.Optional("processId", Schema.DigitsInput("Of the process.")),
            Field.Optional("jobs", JobInputs()),
            Field.Optional("endpoint", Schema.Object("The fields of the endpoint to change.", [Field.WhereItApplies("url", EndpointUrl()), .. EndpointFields])))),
        new("EndpointInput", Schema.Object("An HTTP endpoint that runs a step.", [Field.Of("url", EndpointUrl()), .. EndpointFields])),
        new("IntegrationSummary", Schema.Object(
            "An integration in a list.",
            [
                Field.Of("integrationId", Schema.Id("Of the integration.")),
                Field.Of("name", Schema.Text("Of the integration.", 1, IntegrationInput.MaximumNameLength)),
                Field.Of("integrationType", IntegrationType()),
                .. ReadFields,
            ])),
        new("Integration", Schema.Object(
            "An integration by itself.",
            [
                Field.Of("integrationId", Schema.Id("Of the integration.")),
                Field.Of("name", Schema.Text("Of the integration.", 1, IntegrationInput.MaximumNameLength)),
                .. ReadFields,
                Field.Of("jobs", Schema.List("Null for a bare process and for an endpoint.", Schema.Ref("Job"), 1, IntegrationInput.MaximumJobs).OrNull()),
                Field.WhereItApplies("endpoint", Schema.Ref("Endpoint")),
            ])),
        new("Endpoint", Schema.Object(
            "The endpoint of an integration, with the defaults that its author left out.",
            Field.Of("url", EndpointUrl()),
            Field.Of("method", Schema.OneOf("Of the call that starts the step.", "POST", "PUT", "PATCH")),
            Field.Of("headers", Headers()),
            Field.Of("secretName", SecretName().OrNull()),
            Field.Of("timeout", Schema.Duration("From the first call of the step to its end.")),
            Field.Of("pollInterval", Schema.Duration("From one poll's answer to the next poll, where the answer does not say.")))),
        new("JobInput", Job(isAnswer: false)),
        new("Job", Job(isAnswer: true)),
        .. JobEnds.Schemas,
    ];

    public static JsonObject IntegrationType() => Schema.OneOf(
        "`Process` where it runs a process or an endpoint, `Import` where it loads into a model, `Export` where it exports from one.",
        "Process", "Import", "Export");

    private static IEnumerable<Field> ReadFields =>
    [
        Field.Of("modelId", Schema.Text("Model that it works on; empty for an endpoint that belongs to none.")),
        Field.Of("workspaceId", Schema.Text("Workspace of the model; empty for an endpoint that belongs to none.")),
        Field.Of("nuxVisible", Schema.Boolean("As its author set it.")),
        Field.Of("processId", Schema.Digits("Of the process; null where it runs none.").OrNull()),
        Field.Of("notificationId", Schema.Id("Of its notification configuration; null where that was deleted.").OrNull()),
        Field.Of("latestRun", CommonSchemas.LatestRun()),
        Field.Of("schedule", Schema.Ref("Schedule").OrNull()),
        .. CommonSchemas.Authorship,
    ];

    private static IEnumerable<Field> EndpointFields =>
    [
        Field.Optional("method", Schema.OneOf("Of the call that starts the step.", "POST", "PUT", "PATCH"), "POST"),
        Field.Optional("headers", Headers()),
        Field.Optional("secretName", SecretName()),
        Field.Optional(
            "timeout",
            Schema.Duration("From the first call of the step to its end.", EndpointInput.MinimumTimeout, EndpointInput.MaximumTimeout),
            System.Xml.XmlConvert.ToString(EndpointInput.DefaultTimeout)),
        Field.Optional(
            "pollInterval",
            Schema.Duration("From one poll's answer to the next poll, where the answer does not say.", EndpointInput.MinimumPollInterval, EndpointInput.MaximumPollInterval),
            System.Xml.XmlConvert.ToString(EndpointInput.DefaultPollInterval)),
    ];

    private static IEnumerable<Field> InputFields(bool isOfModel) =>
    [
        Field.Of("name", Schema.Name("Unique among integrations, without regard to case.", IntegrationInput.MaximumNameLength)),
        Version(),
        isOfModel ? Field.Of("workspaceId", ModelId("Workspace of the model.")) : Field.Optional("workspaceId", ModelId("Workspace of the model that it belongs to.")),
        isOfModel ? Field.Of("modelId", ModelId("Model to work on.")) : Field.Optional("modelId", ModelId("Model that it belongs to.")),
        Field.Optional("nuxVisible", Schema.Boolean("Kept for clients that ask for it; the service makes nothing of it."), false),
    ];

    private static Field Version() => Field.Optional("version", Schema.OneOf("Of the format.", "2.0"), "2.0");

    private static Field Absent(string name) => Field.Absent(name, "Not of this kind of integration.");

    private static JsonObject ModelId(string description) => Schema.Text(description, pattern: ModelIdPattern);

    private static JsonObject EndpointUrl()
    {
        var schema = Schema.Text(
            "An absolute http or https address without user information and fragment.",
            pattern: @"^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\#]+$",
            maximumLength: EndpointInput.MaximumUrlLength);
        schema["format"] = "uri";
        return schema;
    }

    private static JsonObject SecretName() => Schema.Text(
        "Name of the configured secret that signs the calls; the secret itself is never in a document.",
        1,
        EndpointInput.MaximumSecretNameLength,
        "^(?!.*__)[A-Za-z0-9._-]+$");

    private static JsonObject Headers() => new()
    {
        ["type"] = "object",
        ["description"] = "Sent with every call. Not those that the service sets itself: hop-by-hop, `Content-`, `Proxy-` and `X-Flows-` headers and a few more.",
        ["maxProperties"] = EndpointInput.MaximumHeaders,
        ["propertyNames"] = new JsonObject { ["pattern"] = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$" },
        ["additionalProperties"] = Schema.Text("Printable ASCII.", maximumLength: EndpointInput.MaximumHeaderValueLength),
    };

    private static JsonObject JobInputs() => Schema.List("What it moves; imports and exports go together only in a process.", Schema.Ref("JobInput"), 1, IntegrationInput.MaximumJobs);

    private static JsonObject Job(bool isAnswer)
    {
        var (source, target) = isAnswer ? ("JobSource", "JobTarget") : ("JobSourceInput", "JobTargetInput");
        return Schema.Object(
            "One movement of data between a connection and a model.",
            Field.Of("type", Schema.OneOf("From where to where.", JobTypes)),
            Field.Of("sources", Schema.List("Exactly one, of the kind that the type's first half names.", Schema.Ref(source), 1, 1)),
            Field.Of("targets", Schema.List("Exactly one, of the kind that the type's second half names.", Schema.Ref(target), 1, 1)));
    }
}
