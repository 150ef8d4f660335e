using System.Text.Json.Nodes;
using FlowFunctions.Http;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>What answers of every kind are made of.</summary>
internal static class CommonSchemas
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> All =>
    [
        new("Success", Schema.Object(
            "How the call ended.",
            Field.Of("code", new() { ["type"] = "integer", ["const"] = 200, ["description"] = "The HTTP status code." }),
            Field.Of("message", new() { ["type"] = "string", ["const"] = "Success", ["description"] = "Always the same." }))),
        new("Error", Error("What every call that fails answers.")),
        new("Problem", Schema.Object(
            "Something that is wrong with a request.",
            Field.Of("path", Schema.Text("Where in the body (`steps[1].dependsOn[0]`), or which parameter of the query; empty for the whole.")),
            Field.Of("message", Schema.Text("What is wrong there.", 1)))),
        new("PageMeta", Schema.Object(
            "Where the page stands in its list.",
            Field.Of("paging", Schema.Object(
                "The page and its list.",
                Field.Of("currentPageSize", Schema.Integer("How many items the page has.", 0, ListRequest.MaximumLimit)),
                Field.Of("offset", Schema.Integer("How many items stand before it.", 0)),
                Field.Of("totalSize", Schema.Integer("How many items the whole list has.", 0)))))),
        new("LatestRun", Schema.Object(
            "The newest run of a flow or an integration.",
            Field.Of("triggeredBy", Schema.User("Who started it, by hand or by the schedule that they made.")),
            Field.Of("startDate", Schema.Date("When it started.")),
            Field.Of("endDate", Schema.Date("When it ended; null while it runs.").OrNull()),
            Field.Of("success", Schema.Boolean("Whether it ended well: no step failed and nothing stopped it. False while it runs.")),
            Field.Of("message", Schema.Text("How it ended, for people.", 1)),
            Field.Of("executionErrorCode", ErrorCode()),
            Field.Of("triggerSource", TriggerSource()))),
    ];

    /// <param name="description">Of the answer.</param>
    /// <param name="further">What it has besides what all errors have.</param>
    public static JsonObject Error(string description, params IEnumerable<Field> further) => Schema.Object(
        description,
        [
            Field.Of("code", Schema.Integer("The HTTP status code.", 400, 599)),
            Field.Of("message", Schema.Text("What is wrong and what to do: the first problem, and how many more there are.", 1)),
            Field.Of("status", Schema.Object(
                "The same again.",
                Field.Of("code", Schema.Integer("The HTTP status code.", 400, 599)),
                Field.Of("message", Schema.Text("The same as `message`.", 1)))),
            Field.Of("errors", Schema.List("Every problem of the request; empty where the request is not what is wrong.", Schema.Ref("Problem"))),
            .. further,
            Field.Of("traceId", Schema.Text("Finds the request in logs and traces.", 1)),
        ]);

    public static JsonObject ErrorCode() => Schema.Integer(
        "Null on success and while it runs; otherwise the target's own code, or 1000 internal, 1001 step failed, 1002 stopped on partial success, 1003 cancelled, "
            + "1004 timed out, 1005 integration missing, 1006 connection refused or invalid, 1007 target rejected the request.").OrNull();

    public static JsonObject TriggerSource() => Schema.OneOf("What started it.", "manual", "scheduled");

    public static JsonObject LatestRun() => Schema.Ref("LatestRun").OrNull();

    /// <summary>Who made a document and changed it last, and when.</summary>
    public static IEnumerable<Field> Authorship =>
    [
        Field.Of("createdBy", Schema.User("Who created it.")),
        Field.Of("creationDate", Schema.Date("When it was created.")),
        Field.Of("modifiedBy", Schema.User("Who changed it last; null until somebody has.").OrNull()),
        Field.Of("modificationDate", Schema.Date("When it was changed last; the creation until then.")),
    ];
}
