using System.Text.Json.Nodes;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Where the jobs of an integration take from and bring to.</summary>
internal static class JobEnds
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new("JobSourceInput", Schema.Either(
            "Where a job takes from.",
            File("A file of a connection.", Absent("table", "actionId")),
            Table("A table of a connection.", Absent("file", "actionId")),
            Schema.Object(
                "An export, or a process with one.",
                [Kind("Anaplan"), Field.Of("actionId", Schema.DigitsInput("Of the export or process.")), .. Absent("connectionId", "file", "table")]))),
        new("JobTargetInput", Schema.Either(
            "Where a job brings to.",
            File("A file of a connection.", [Field.Optional("overwrite", Overwrite("file"), false), .. Absent("table", "actionId", "fileId")]),
            Table("A table of a connection.", [Field.Optional("overwrite", Overwrite("table"), false), .. Absent("file", "actionId", "fileId")]),
            Schema.Object(
                "An import, or a process with one, that reads a file of the model.",
                [
                    Kind("Anaplan"),
                    Field.Of("actionId", Schema.DigitsInput("Of the import or process.")),
                    Field.Of("fileId", Schema.DigitsInput("Of the model's file that the data is put in.")),
                    .. Absent("connectionId", "file", "table", "overwrite"),
                ]))),
        new("JobSource", Schema.Either(
            "Where a job takes from.",
            File("A file of a connection.", ConnectionFields),
            Table("A table of a connection.", ConnectionFields),
            Schema.Object("An export, or a process with one.", Kind("Anaplan"), Field.Of("actionId", Schema.Digits("Of the export or process."))))),
        new("JobTarget", Schema.Either(
            "Where a job brings to.",
            File("A file of a connection.", [.. ConnectionFields, Field.Of("overwrite", Overwrite("file"))]),
            Table("A table of a connection.", [.. ConnectionFields, Field.Of("overwrite", Overwrite("table"))]),
            Schema.Object(
                "An import, or a process with one, that reads a file of the model.",
                Kind("Anaplan"),
                Field.Of("actionId", Schema.Digits("Of the import or process.")),
                Field.Of("fileId", Schema.Digits("Of the model's file that the data is put in."))))),
    ];

    /// <summary>What reading adds about the connection.</summary>
    private static Field[] ConnectionFields =>
    [
        Field.Of("connectionName", Schema.Text("Of the connection; the last that it had, where it was deleted.", 1)),
        Field.Of("isConnectionDeleted", Schema.Boolean("Whether the connection was deleted since.")),
        Field.Of("bucketName", Schema.Text("Of an Amazon S3 connection; null for the others.").OrNull()),
    ];

    private static JsonObject File(string description, params IEnumerable<Field> further) => Schema.Object(
        description,
        [
            Kind("AmazonS3", "AzureBlob"),
            Field.Of("connectionId", Schema.Id("Of the connection.")),
            Field.Of("file", Schema.Text($"Path of the file, from the root of the bucket or container; at most {StoreItem.MaximumNameLength} bytes of UTF-8.", 1, StoreItem.MaximumNameLength)),
            .. further,
        ]);

    private static JsonObject Table(string description, params IEnumerable<Field> further) => Schema.Object(
        description,
        [
            Kind("GoogleBigQuery"),
            Field.Of("connectionId", Schema.Id("Of the connection.")),
            Field.Of("table", Schema.Text($"Name of the table in the connection's dataset; at most {StoreItem.MaximumNameLength} bytes of UTF-8.", 1, StoreItem.MaximumNameLength)),
            .. further,
        ]);

    private static IEnumerable<Field> Absent(params IEnumerable<string> names) => names.Select(name => Field.Absent(name, "Not of this kind of end."));

    private static Field Kind(params IEnumerable<string> kinds) => Field.Of("type", Schema.OneOf("Of what it is.", kinds));

    private static JsonObject Overwrite(string what) => Schema.Boolean($"Whether a {what} that is there is replaced.");
}
