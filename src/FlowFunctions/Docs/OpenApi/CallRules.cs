using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Mime;
using System.Reflection;
using System.Text.Json.Nodes;
using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>
/// What holds for all calls: who may call, the envelope around an answer, parameters and headers that mean the same everywhere, and the
/// errors.
/// </summary>
internal sealed class CallRules : IOpenApiOperationTransformer
{
    private const string Malformed = "Malformed";
    private const string Error = "Error";
    private const string IdempotencyConflict =
        "The `Idempotency-Key` was used for another request, or its first request is still being answered.";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var function = context.Description.GetProperty<HttpFunction>()!;
        var call = new Call(operation, context.Document!, function, function.Declaration);
        call.SayWhoMay();
        call.AddParameters();
        call.AddBody();
        call.Answer();
        call.Refuse();
        return Task.CompletedTask;
    }

    private sealed record Call(OpenApiOperation Operation, OpenApiDocument Document, HttpFunction Function, MethodInfo Declaration)
    {
        private string Method => Function.Methods[0];

        private bool IsIdempotent => Method == HttpMethod.Post.Method && !Function.AnswersSecret;

        /// <summary>Whether who has the answer is answered with 304.</summary>
        private bool IsKnownByTag => Declaration.IsDefined(typeof(AnswersPageAttribute)) || Declaration.GetCustomAttribute<AnswersTagAttribute>() is { IsOfContent: true };

        private bool IsConditional =>
            Declaration.IsDefined(typeof(TakesIfMatchAttribute))
            || Method == HttpMethod.Put.Method || Method == HttpMethod.Patch.Method || Method == HttpMethod.Delete.Method;

        public void SayWhoMay()
        {
            var role = Function.Role?.ToString().ToLowerInvariant();
            var isOurs = Declaration.IsDefined(typeof(BeyondCloudWorksAttribute));
            string?[] parts = [Prose.OnOneLine(Operation.Description), isOurs ? "CloudWorks has no such call." : null, role is null ? null : $"Takes the role **{role}**."];
            Operation.Description = string.Join("\n\n", parts.OfType<string>());
            Operation.Extensions = new Dictionary<string, IOpenApiExtension>();
            if (isOurs)
            {
                Operation.Extensions["x-beyond-cloudworks"] = new JsonNodeExtension(true);
            }

            if (role is not null)
            {
                Operation.Extensions["x-role"] = new JsonNodeExtension(role);
            }

            if (Function.IsOpen)
            {
                Operation.Security = [];
            }
        }

        public void AddParameters()
        {
            Operation.Parameters ??= [];
            foreach (var parameter in Operation.Parameters.OfType<OpenApiParameter>())
            {
                parameter.Description = Prose.OnOneLine(parameter.Description);
                parameter.Schema = PathSchema(parameter.Name!);
            }

            var page = Declaration.GetCustomAttribute<AnswersPageAttribute>();
            string[] taken =
            [
                .. page is null ? [] : new[] { "limit", "offset" },
                .. page is { IsOfDocuments: true } ? new[] { "sortBy", "myIntegrations", "q" } : [],
                .. page is { IsOfRunnables: true } ? new[] { "sortRunnablesBy", "myIntegrations", "q", "state" } : [],
                .. Declaration.GetCustomAttribute<TakesQueryAttribute>()?.Names ?? [],
                "naming",
                .. IsIdempotent ? new[] { "idempotencyKey" } : [],
                .. IsConditional ? new[] { "ifMatch" } : [],
                .. IsKnownByTag ? new[] { "ifNoneMatch" } : [],
            ];
            foreach (var name in taken)
            {
                Operation.Parameters.Add(new OpenApiParameterReference(name, Document));
            }
        }

        public void AddBody()
        {
            if (Declaration.GetCustomAttribute<TakesBodyAttribute>() is { } body)
            {
                Operation.RequestBody = new OpenApiRequestBody
                {
                    Required = !body.IsOptional,
                    Content = ContentOf(
                        MediaTypeNames.Application.Json,
                        new OpenApiMediaType
                        {
                            Schema = Reference(body.Schema),
                            Examples = Examples(WrittenJson.ExamplesOf(body.Schema, body.Examples)),
                        }),
                };
            }
        }

        /// <summary>With the text that the function's documentation gives.</summary>
        public void Answer()
        {
            var own = Declaration.GetCustomAttribute<AnswersContentAttribute>();
            var success = (OpenApiResponse)Operation.Responses!["200"];
            success.Description = Prose.OnOneLine(success.Description);
            var content = own is null ? new OpenApiMediaType { Schema = AnswerEnvelope.Of(Declaration, Operation, Document) } : new OpenApiMediaType { Schema = SchemaOf(own) };
            content.Examples = Examples(WrittenJson.AnswersOf(Function.Name));
            success.Content = ContentOf(own?.MediaType ?? MediaTypeNames.Application.Json, content);
            success.Headers = Headers(
            [
                .. own is not null || IsKnownByTag || Declaration.IsDefined(typeof(AnswersTagAttribute)) ? new[] { HeaderNames.ETag } : [],
                .. IsIdempotent ? new[] { IdempotencyMiddleware.ReplayedHeaderName } : [],
            ]);
            Operation.Responses = new() { ["200"] = success };
            if (own is not null || IsKnownByTag)
            {
                Operation.Responses["304"] = new OpenApiResponse
                {
                    Description = "What `If-None-Match` names is still the newest.",
                    Headers = Headers([HeaderNames.ETag]),
                };
            }
        }

        public void Refuse()
        {
            var takesBody = Operation.RequestBody is not null || IsIdempotent;

            // Every call takes at least `naming`.
            Refuse(StatusCodes.Status400BadRequest, Malformed);
            if (!Function.IsOpen)
            {
                Refuse(StatusCodes.Status401Unauthorized, "Unauthorized");
                Refuse(StatusCodes.Status403Forbidden, "Forbidden");
                Refuse(StatusCodes.Status429TooManyRequests, "TooManyRequests");
            }

            if (Function.TakesCode)
            {
                Refuse(StatusCodes.Status429TooManyRequests, "TooManyRequests");
            }

            if (Declaration.GetCustomAttribute<NotFoundAttribute>() is { } notFound)
            {
                Refuse(StatusCodes.Status404NotFound, ErrorOf(notFound.Description));
            }

            if (Conflict() is { } conflict)
            {
                Refuse(StatusCodes.Status409Conflict, ErrorOf(conflict, IsIdempotent ? [HeaderNames.RetryAfter] : []));
            }

            if (IsConditional)
            {
                Refuse(StatusCodes.Status412PreconditionFailed, "PreconditionFailed");
            }

            if (takesBody)
            {
                Refuse(StatusCodes.Status413PayloadTooLarge, "TooLarge");
                Refuse(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType");
            }

            Refuse(StatusCodes.Status500InternalServerError, "Unexpected");
            if (Declaration.GetCustomAttribute<UnavailableAttribute>() is { } unavailable)
            {
                Refuse(StatusCodes.Status503ServiceUnavailable, ErrorOf(unavailable.Description, [HeaderNames.RetryAfter], unavailable.Schema));
            }
            else if (Function.NeedsStorage || !Function.IsOpen)
            {
                // Also a call that needs none itself may come with a session, which is looked up there.
                Refuse(StatusCodes.Status503ServiceUnavailable, "Unavailable");
            }
        }

        private string? Conflict() => (Declaration.GetCustomAttribute<ConflictAttribute>()?.Description, IsIdempotent) switch
        {
            ({ } conflict, true) => $"{conflict} Or: {char.ToLowerInvariant(IdempotencyConflict[0])}{IdempotencyConflict[1..]}",
            (null, true) => IdempotencyConflict,
            (var conflict, false) => conflict,
        };

        private void Refuse(int status, string response) => Refuse(status, new OpenApiResponseReference(response, Document));

        private void Refuse(int status, IOpenApiResponse response) => Operation.Responses![status.ToString(CultureInfo.InvariantCulture)] = response;

        private OpenApiResponse ErrorOf(string description, IReadOnlyList<string>? headers = null, string schema = Error) => new()
        {
            Description = description,
            Headers = Headers(headers ?? []),
            Content = ContentOf(MediaTypeNames.Application.Json, new OpenApiMediaType { Schema = Reference(schema) }),
        };

        private OpenApiSchema PathSchema(string name)
        {
            var parameter = Declaration.GetParameters().Single(parameter => parameter.Name == name);
            var schema = new OpenApiSchema { Type = JsonSchemaType.String };
            if (Function.Route.Contains($"{{{name}:length({Core.ResourceId.Length})}}", StringComparison.Ordinal))
            {
                TextShapes.Apply(new LooksLikeAttribute(TextShape.Id), schema);
            }
            else if (parameter.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            {
                schema.Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
            }
            else
            {
                schema.MinLength = 1;
            }

            return schema;
        }

        private static OpenApiSchema SchemaOf(AnswersContentAttribute content) => content switch
        {
            { Text: { } text } => new() { Type = JsonSchemaType.String, Description = text },
            { Has: { } members } => new() { Type = JsonSchemaType.Object, Required = members.ToHashSet() },
            _ => new(),
        };

        private OpenApiSchemaReference Reference(string schema) => new(schema, Document);

        /// <summary>Those that every answer has, and some more.</summary>
        private Dictionary<string, IOpenApiHeader> Headers(IReadOnlyList<string> names) =>
            names.Concat([HeaderNames.CacheControl, HeaderNames.XContentTypeOptions])
                .ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, Document));

        private static Dictionary<string, OpenApiMediaType> ContentOf(string mediaType, OpenApiMediaType content) => new() { [mediaType] = content };

        private static Dictionary<string, IOpenApiExample>? Examples(IEnumerable<KeyValuePair<string, JsonNode?>> examples)
        {
            var known = examples.ToDictionary(
                example => example.Key,
                IOpenApiExample (example) => new OpenApiExample
                {
                    Summary = (string?)example.Value!["summary"],
                    Value = example.Value["value"]!.DeepClone(),
                });
            return known.Count == 0 ? null : known;
        }
    }
}
