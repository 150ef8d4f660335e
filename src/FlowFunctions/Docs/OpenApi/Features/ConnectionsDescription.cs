using System.Text.Json.Nodes;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Connections: where files and tables live.</summary>
internal static class ConnectionsDescription
{
    public const string Tag = "Connections";

    private const string Collection = "/2/0/integrations/connections";
    private const string Item = Collection + "/{id}";

    private static readonly Parameter ConnectionId = Parameter.Path("id", Schema.Id("Of the connection."));

    private static readonly Example AzureBlob = new(
        "azureBlob",
        "A container of an Azure storage account",
        """
        {
          "type": "AzureBlob",
          "body": {
            "name": "Sales files",
            "storageAccountName": "planningdata",
            "containerName": "nightly",
            "sasToken": "sv=2025-01-05&sp=rl&sig=example"
          }
        }
        """);

    private static readonly Example AzureBlobByIdentity = new(
        "azureBlobByIdentity",
        "A container that the service's own identity may read",
        """
        {
          "type": "AzureBlob",
          "body": {
            "name": "Finance files",
            "storageAccountName": "planningdata",
            "containerName": "finance",
            "authMethod": "ManagedIdentity"
          }
        }
        """);

    private static readonly Example AmazonS3 = new(
        "amazonS3",
        "An Amazon S3 bucket",
        """
        {
          "type": "AmazonS3",
          "body": {
            "name": "Product files",
            "bucketName": "planning-products",
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
          }
        }
        """);

    private static readonly Example BigQuery = new(
        "googleBigQuery",
        "A Google BigQuery dataset",
        """
        {
          "type": "GoogleBigQuery",
          "body": {
            "name": "Warehouse",
            "dataset": "planning",
            "serviceAccountKey": {
              "type": "service_account",
              "project_id": "planning-example",
              "private_key_id": "0123456789abcdef",
              "private_key": "-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n",
              "client_email": "loader@planning-example.iam.gserviceaccount.com",
              "token_uri": "https://oauth2.googleapis.com/token"
            }
          }
        }
        """);

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = "ListConnections",
            Method = "GET",
            Path = Collection,
            Tag = Tag,
            Summary = "List connections",
            Query = CommonParameters.DocumentList,
            Answer = Answer.Page("A page of connections, without their secrets.", "connections", Schema.Ref("Connection")) with
            {
                Examples = [new("azureBlob", "One connection", ListAnswer)],
            },
        },
        new()
        {
            Function = "CreateConnection",
            Method = "POST",
            Path = Collection,
            Tag = Tag,
            Summary = "Create a connection",
            Description = "Secrets are write-only: no answer ever shows one.",
            Body = new(Schema.Ref("ConnectionInput"), AzureBlob, AzureBlobByIdentity, AmazonS3, BigQuery),
            Answer = Answer.Identified("The connection's id.", "connections", "connectionId") with { HasTag = true },
            Conflict = "Another connection has this name; case makes no difference.",
        },
        new()
        {
            Function = "ReplaceConnection",
            Method = "PUT",
            Path = Item,
            Tag = Tag,
            Summary = "Replace a connection",
            Description = "The body is the connection's own, whole and with its secrets, without its type, which stays.",
            PathParameters = [ConnectionId],
            Body = new(
                Schema.Ref("ConnectionBody"),
                new Example(
                    "azureBlob",
                    "Another container",
                    """{ "name": "Sales files", "storageAccountName": "planningdata", "containerName": "weekly", "sasToken": "sv=2025-01-05&sp=rl&sig=example" }""")),
            Answer = Answer.Identified("The connection's id.", "connections", "connectionId") with { HasTag = true },
            NotFound = "No connection has this id.",
            Conflict = "Another connection has this name; case makes no difference.",
        },
        new()
        {
            Function = "PatchConnection",
            Method = "PATCH",
            Path = Item,
            Tag = Tag,
            Summary = "Change some fields of a connection",
            Description = "What is given replaces, the rest stays: a secret that is left out, too. `serviceAccountKey` is one field.",
            PathParameters = [ConnectionId],
            Body = new(Schema.Ref("ConnectionPatch"), new Example("newToken", "A new secret", """{ "sasToken": "sv=2025-01-05&sp=rl&sig=renewed" }""")),
            Answer = Answer.Identified("The connection's id.", "connections", "connectionId") with { HasTag = true },
            NotFound = "No connection has this id.",
            Conflict = "Another connection has this name; case makes no difference. Or: what is stored of its secrets cannot be read, so that a part of them cannot be changed.",
        },
        new()
        {
            Function = "DeleteConnection",
            Method = "DELETE",
            Path = Item,
            Tag = Tag,
            Summary = "Delete a connection",
            Description = "Integrations that use it stay, and show that it is gone; their runs fail until they name another.",
            PathParameters = [ConnectionId],
            Answer = Answer.Of("The connection and its secrets are gone."),
            NotFound = "No connection has this id.",
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new("ConnectionInput", Schema.Either(
            "A connection as its author writes it.",
            InputOf("AzureBlob", "AzureBlobBody"),
            InputOf("AmazonS3", "AmazonS3Body"),
            InputOf("GoogleBigQuery", "GoogleBigQueryBody"))),
        new("ConnectionBody", Schema.Either(
            "What a connection of each type is made of.",
            Schema.Ref("AzureBlobBody"),
            Schema.Ref("AmazonS3Body"),
            Schema.Ref("GoogleBigQueryBody"))),
        new("AzureBlobBody", Schema.Object("A container of an Azure storage account.", [.. NameFields, .. AzureBlobFields])),
        new("AmazonS3Body", Schema.Object("An Amazon S3 bucket.", [.. NameFields, .. AmazonS3Fields])),
        new("GoogleBigQueryBody", Schema.Object("A Google BigQuery dataset.", [.. NameFields, .. BigQueryFields])),
        new("ConnectionPatch", Schema.Object(
            "The fields of a connection to change; only those of its type.",
            new List<Field>([.. NameFields, .. AzureBlobFields, .. AmazonS3Fields, .. BigQueryFields])
                .ConvertAll(one => one with { IsRequired = false }))),
        new("Connection", Schema.Object(
            "A connection, without its secrets.",
            [
                Field.Of("connectionId", Schema.Id("Of the connection.")),
                Field.Of("connectionType", Schema.OneOf("What it leads to.", "AzureBlob", "AmazonS3", "GoogleBigQuery")),
                Field.Of("status", new() { ["type"] = "integer", ["enum"] = new JsonArray(0, 1), ["description"] = "1: valid; 0: it was refused when it was last used." }),
                Field.Of("integrationErrorCode", Schema.Integer("Why it was refused; null where it was not.").OrNull()),
                Field.Of("workspaceId", Schema.Text("As its author gave it.").OrNull()),
                .. CommonSchemas.Authorship,
                Field.Of("body", Schema.Either(
                    "What it is made of, by its type.",
                    Schema.Object("Azure Blob.", ReadName, Plain("storageAccountName"), Plain("containerName"), Field.Of("authMethod", AuthMethod)),
                    Schema.Object("Amazon S3.", ReadName, Plain("bucketName")),
                    Schema.Object("Google BigQuery.", ReadName, Plain("dataset")))),
            ])),
    ];

    private static JsonObject AuthMethod => Schema.OneOf(
        "How it is opened: by a shared access signature, or by the identity that the service runs as.",
        AzureAuthMethods.Sas,
        AzureAuthMethods.ManagedIdentity);

    private static Field ReadName => Field.Of("name", Schema.Text("Of the connection.", 1, ConnectionInput.MaximumNameLength));

    private static IEnumerable<Field> NameFields =>
    [
        Field.Of("name", Schema.Name("Unique among connections, without regard to case.", ConnectionInput.MaximumNameLength)),
        Field.Optional("workspaceId", Schema.Text("Workspace that it belongs to.", pattern: $"^[A-Za-z0-9_-]{{1,{ConnectionInput.MaximumWorkspaceIdLength}}}$")),
    ];

    private static IEnumerable<Field> AzureBlobFields =>
    [
        Field.Of("storageAccountName", Schema.Text("Name of the storage account.", pattern: "^[A-Za-z0-9]{3,24}$")),
        Field.Of("containerName", Schema.Text("Name of the container.", pattern: @"^(\$root|\$web|\$logs|(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*)$")),
        Field.Of("sasToken", Secret($"A shared access signature of the container that may read and list, and write where integrations export to it. Required by {AzureAuthMethods.Sas}, refused by {AzureAuthMethods.ManagedIdentity}.")) with { IsRequired = false },
        Field.Optional("authMethod", AuthMethod, AzureAuthMethods.Sas),
    ];

    private static IEnumerable<Field> AmazonS3Fields =>
    [
        Field.Of("bucketName", Schema.Text("Name of the bucket.", 3, 255, "^[A-Za-z0-9](?!.*\\.\\.)[A-Za-z0-9._-]*[A-Za-z0-9]$")),
        Field.Of("accessKeyId", Secret("Id of the access key.")),
        Field.Of("secretAccessKey", Secret("The access key itself.")),
    ];

    private static IEnumerable<Field> BigQueryFields =>
    [
        Field.Of("dataset", Schema.Text("Id of the dataset, without its project.", pattern: "^[A-Za-z0-9_]{1,1024}$")),
        Field.Of("serviceAccountKey", ServiceAccountKey()),
    ];

    /// <summary>Spelt as Google writes it, whatever the naming of the rest.</summary>
    private static JsonObject ServiceAccountKey()
    {
        string[] needed = ["type", "project_id", "private_key", "client_email"];
        string[] others = ["private_key_id", "client_id", "auth_uri", "token_uri", "auth_provider_x509_cert_url", "client_x509_cert_url", "universe_domain"];
        var schema = Schema.Object(
            "The service account's key file as Google makes it.",
            [
                .. needed.Select(name => Field.Of(name, name == "type" ? Schema.OneOf("Of the key.", "service_account") : Schema.Text("As Google gives it.", 1))),
                .. others.Select(name => Field.Optional(name, Schema.Text("As Google gives it."))),
            ]);
        schema["writeOnly"] = true;
        return schema;
    }

    private static Field Plain(string name) => Field.Of(name, Schema.Text("As its author gave it.", 1));

    private static JsonObject Secret(string description)
    {
        var schema = Schema.Text(description + " Write-only.", 1, ConnectionSecret.MaximumPartLength, "^[!-~]+$");
        schema["writeOnly"] = true;
        return schema;
    }

    private static JsonObject InputOf(string type, string body) =>
        Schema.Object("", Field.Of("type", Schema.OneOf("What it leads to.", type)), Field.Of("body", Schema.Ref(body)));

    private static string ListAnswer =>
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "meta": { "paging": { "currentPageSize": 1, "offset": 0, "totalSize": 1 } },
          "connections": [
            {
              "connectionId": "{{SampleIds.Connection}}",
              "connectionType": "AzureBlob",
              "status": 1,
              "integrationErrorCode": null,
              "workspaceId": null,
              "createdBy": "ann",
              "creationDate": "2026-11-20T08:00:00.000Z",
              "modifiedBy": null,
              "modificationDate": "2026-11-20T08:00:00.000Z",
              "body": { "name": "Sales files", "storageAccountName": "planningdata", "containerName": "nightly", "authMethod": "SAS-based" }
            }
          ]
        }
        """;
}
