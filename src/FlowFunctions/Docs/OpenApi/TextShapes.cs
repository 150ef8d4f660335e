using System.Text.Json.Nodes;
using FlowFunctions.Core;
using FlowFunctions.Http;
using Microsoft.OpenApi;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>What a <see cref="TextShape"/> means in JSON Schema.</summary>
/// <param name="Pattern">Null where the format says enough.</param>
/// <param name="Example">A value that it may have.</param>
/// <param name="Note">Added to the description of whatever has the shape.</param>
internal sealed record TextShapes(string? Pattern, string Example, string? Note = null)
{
    private static readonly Dictionary<TextShape, TextShapes> All = new()
    {
        [TextShape.Id] = new($"^[0-9a-f]{{{ResourceId.Length}}}$", "0199c0de00f07000800000000000f10e"),
        [TextShape.User] = new(null, "ann", "The name of a key's owner."),

        // The format "duration" knows no fractions of a second.
        [TextShape.Duration] = new(@"^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$", "PT30M", "An ISO 8601 duration."),
        [TextShape.Day] = new(null, "2026-12-01") { Format = "date" },
        [TextShape.TimeOfDay] = new("^([01][0-9]|2[0-3]):[0-5][0-9]$", "22:00"),
        [TextShape.Digits] = new("^[0-9]{1,18}$", "118000000001", "Digits."),
    };

    /// <summary>An instant, as answers write it.</summary>
    private static readonly TextShapes Date =
        new(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$", "2026-11-23T09:30:00.000Z", "UTC, with milliseconds.") { Format = "date-time" };

    public string? Format { get; init; }

    public static void ApplyDate(OpenApiSchema schema) => Date.Apply(schema, range: null);

    public static void Apply(LooksLikeAttribute looks, OpenApiSchema schema)
    {
        var shape = looks.Example is { } example ? All[looks.Shape] with { Example = example } : All[looks.Shape];
        shape.Apply(schema, looks is { Minimum: { } least, Maximum: { } most } ? $"From {least} to {most}." : null);
        switch (looks.Shape)
        {
            case TextShape.Id:
                schema.MinLength = schema.MaxLength = ResourceId.Length;
                break;
            case TextShape.User:
                schema.MinLength = 1;
                break;
        }
    }

    private void Apply(OpenApiSchema schema, string? range)
    {
        schema.Type = JsonSchemaType.String | ((schema.Type ?? JsonSchemaType.String) & JsonSchemaType.Null);
        schema.Format = Format;
        schema.Pattern = Pattern;
        schema.Examples = [JsonValue.Create(Example)];
        if (schema.Description is { } description)
        {
            schema.Description = string.Join(' ', new[] { description, range, Note }.OfType<string>());
        }
    }
}
