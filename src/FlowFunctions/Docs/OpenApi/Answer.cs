using System.Text.Json.Nodes;
using FlowFunctions.Http;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>What a call that succeeds gives.</summary>
/// <param name="Description">Of the answer.</param>
/// <param name="MediaType">Of its body.</param>
/// <param name="BodySchema">Of its body.</param>
internal sealed record Answer(string Description, string MediaType, JsonObject BodySchema)
{
    private const string Json = "application/json";

    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Whether the answer carries the <c>ETag</c> of the document that the call is about.</summary>
    public bool HasTag { get; init; }

    /// <summary>Whether a repetition with <c>If-None-Match</c> may be answered with 304.</summary>
    public bool IsCacheable { get; init; }

    /// <summary>The contract's envelope: the status, then these members.</summary>
    public static Answer Of(string description, params IEnumerable<Field> members) =>
        new(description, Json, Schema.Object("", [Field.Of("status", Schema.Ref("Success")), .. members]));

    /// <summary>The envelope around a page of a list.</summary>
    public static Answer Page(string description, string member, JsonObject item, params IEnumerable<Field> further) =>
        Of(
            description,
            [Field.Of("meta", Schema.Ref("PageMeta")), Field.Of(member, Schema.List("The page.", item, maximum: ListRequest.MaximumLimit)), .. further]);

    /// <summary>The envelope around a reference to the document that was written.</summary>
    public static Answer Identified(string description, string member, string id) =>
        Of(description, Field.Of(member, Schema.Object("What was written.", Field.Of(id, Schema.Id("Of the document.")))));
}
