using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Http;
using FlowFunctions.Integrations;
using FlowFunctions.Security;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace FlowFunctions.Tests.Api.OpenApi;

public sealed class DocumentTests
{
    private static readonly DocumentedApi Api = DocumentedApi.Current;

    [Fact]
    public void Document_is_read_as_openapi_3_1_without_a_fault()
    {
        var result = OpenApiDocument.Parse(Api.Document.ToJsonString(), "json");

        Assert.Empty(result.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(result.Diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic.SpecificationVersion);
        Assert.Equal(Api.Operations.Count, result.Document!.Paths.Sum(path => path.Value.Operations!.Count));
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var used = NodesOf(Api.Document).OfType<JsonObject>().Select(node => (string?)node["$ref"]).OfType<string>().ToHashSet();
        var components = Api.Document["components"]!.AsObject()
            .Where(kind => kind.Key != "securitySchemes")
            .SelectMany(kind => kind.Value!.AsObject().Select(component => $"#/components/{kind.Key}/{component.Key}"));

        Assert.Equal(used.Order(StringComparer.Ordinal), components.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_function_is_documented_and_every_documented_one_is_served()
    {
        var served = HostedFunction.All.Select(function => function.Name).Where(name => name != UnknownPathFunction.Name);

        Assert.Equal(served.Order(StringComparer.Ordinal), Api.Operations.Select(operation => operation.Function).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Method_path_and_path_parameters_are_those_of_the_functions()
    {
        foreach (var operation in Api.Operations)
        {
            var function = HostedFunction.All.Single(one => one.Name == operation.Function);

            Assert.Equal([operation.Method.ToLowerInvariant()], function.Methods!.Select(method => method.ToLowerInvariant()));
            Assert.Equal(operation.Path, "/" + Regex.Replace(function.Route, @"\{(?<name>\w+)(?::[^}]*)?\}", "{${name}}", RegexOptions.NonBacktracking));
        }

        Assert.All(Api.Operations, operation => Assert.Equal(
            Regex.Matches(operation.Path, @"\{(?<name>\w+)\}", RegexOptions.NonBacktracking).Select(match => match.Groups["name"].Value),
            operation.Parameters.Where(parameter => (string?)parameter["in"] == "path").Select(parameter => (string)parameter["name"]!)));
    }

    [Fact]
    public void Roles_are_those_that_the_functions_ask_for()
    {
        foreach (var operation in Api.Operations)
        {
            var role = HttpFunctions.All[operation.Function].Role;

            Assert.Equal(role?.ToString().ToLowerInvariant(), operation.Role);
            Assert.Equal(role is null, operation.Json["security"] is JsonArray { Count: 0 });
            Assert.Equal(role is not null, operation.Statuses.Contains(401));
            Assert.Equal(role is not null, operation.Statuses.Contains(403));
        }
    }

    [Fact]
    public void Every_operation_says_what_it_does_under_a_tag_that_is_explained()
    {
        var tags = Api.Document["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ToList();

        Assert.All(Api.Operations, operation =>
        {
            Assert.NotEmpty((string)operation.Json["summary"]!);
            Assert.Contains((string)operation.Json["tags"]![0]!, tags);
            Assert.Equal(operation.TakesBody, operation.Examples.Count > 0);
        });
        Assert.Empty(tags.Except(Api.Operations.Select(operation => (string)operation.Json["tags"]![0]!)));
    }

    [Fact]
    public void Every_object_of_the_contract_takes_only_the_properties_that_it_names()
    {
        // The document that describes the API is the one answer that others define.
        var open = NodesOf(Api.Document["components"]!["schemas"]!).Concat(Api.Operations.SelectMany(operation => NodesOf(operation.Json)))
            .OfType<JsonObject>()
            .Where(node => node["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String && (string?)type == "object" && node["additionalProperties"] is null)
            .ToList();

        Assert.Equal("""["openapi","info","paths"]""", Assert.Single(open)["required"]!.ToJsonString());
    }

    [Fact]
    public void Every_property_is_described()
    {
        var properties = NodesOf(Api.Document["components"]!["schemas"]!).OfType<JsonObject>()
            .Where(node => node["properties"] is JsonObject)
            .SelectMany(node => node["properties"]!.AsObject().Select(property => (Owner: (string?)node["description"], property.Key, Value: property.Value!)))
            .Where(property => property.Value["$ref"] is null && property.Value["anyOf"] is null && property.Value["oneOf"]?[1]?["$ref"] is null && string.IsNullOrEmpty((string?)property.Value["description"]));

        Assert.Empty(properties.Select(property => $"{property.Key} of {property.Owner}"));
    }

    /// <summary>But for the introduction and what says the role, which are paragraphs.</summary>
    [Fact]
    public void Descriptions_are_not_broken_or_indented_as_the_code_that_they_come_from()
    {
        var texts = NodesOf(Api.Document["components"]!).Concat(NodesOf(Api.Document["paths"]!)).OfType<JsonObject>()
            .Select(node => node["description"]).OfType<JsonValue>().Select(text => (string)text!)
            .ToList();

        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotMatch(@"^\s|\s$|  |[^\n]\n[^\n]", text));
    }

    [Fact]
    public void Every_example_is_as_its_schema_says()
    {
        foreach (var (name, json, schema) in Api.Operations.SelectMany(operation => operation.BodyExamples().Concat(operation.AnswerExamples())))
        {
            schema.MustAccept(JsonDocument.Parse(json).RootElement, name);
        }
    }

    [Fact]
    public void Every_value_that_a_schema_shows_or_defaults_to_is_one_that_it_allows()
    {
        var shown = NodesOf(Api.Document).OfType<JsonObject>()
            .SelectMany(schema => new[] { (schema, schema["examples"]?[0]), (schema, schema["default"]) })
            .Where(pair => pair.Item2 is not null && pair.schema["type"] is not null)
            .ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown, pair => Api.SchemaOf(pair.schema).MustAccept(JsonSerializer.SerializeToElement(pair.Item2), pair.schema.ToJsonString()));
    }

    [Theory]
    [InlineData("StartFlowRun", """{"steps_to_run":[]}""")]
    [InlineData("StartFlowRun", """{"stepsToRun":["x"]}""")]
    [InlineData("CreateFlow", """{"name":"A","steps":[]}""")]
    [InlineData("CreateFlow", """{"name":" ","steps":[{"referrer":"0199c0de00a17000800000000000a101"},{"referrer":"0199c0de00a17000800000000000a102"}]}""")]
    [InlineData("CreateFlow", """{"name":"A","steps":[{"referrer":"0199c0de00a17000800000000000a101"},{"referrer":"0199c0de00a17000800000000000a102","depends":[]}]}""")]
    [InlineData("CreateIntegration", """{"name":"A"}""")]
    [InlineData("CreateIntegration", """{"name":"A","workspaceId":"w","modelId":"m","processId":1,"endpoint":{"url":"https://a/"}}""")]
    [InlineData("CreateIntegration", """{"name":"A","endpoint":{"url":"ftp://a/"}}""")]
    [InlineData("CreateIntegration", """{"name":"A","endpoint":{"url":"https://a/","timeout":"30 minutes"}}""")]
    [InlineData("CreateConnection", """{"type":"AmazonS3","body":{"name":"A","storageAccountName":"abc","containerName":"abc","sasToken":"sig=x"}}""")]
    [InlineData("CreateSchedule", """{"integrationId":"0199c0de00a17000800000000000a101","schedule":{"name":"A","type":"daily","timezone":"Europe/Paris","time":"24:00","startDate":"2026-12-01"}}""")]
    [InlineData("CreateSchedule", """{"integrationId":"0199c0de00a17000800000000000a101","schedule":{"name":"A","type":"weekly","timezone":"Europe/Paris","time":"12:00","startDate":"2026-12-01"}}""")]
    [InlineData("CreateSchedule", """{"integrationId":"0199c0de00a17000800000000000a101","schedule":{"name":"A","type":"daily","timezone":"Europe/Paris","time":"12:00","startDate":"2026-02-30"}}""")]
    [InlineData("CreateSchedule", """{"integrationId":"0199c0de00a17000800000000000a101","schedule":{"name":"A","type":"weekly","timezone":"Europe/Paris","time":"12:00","daysOfWeek":[],"startDate":"2026-12-01"}}""")]
    [InlineData("PatchConnection", """{"name":null}""")]
    [InlineData("PatchConnection", """{"sasToken":null}""")]
    [InlineData("PatchIntegration", """{"name":null}""")]
    [InlineData("PatchIntegration", """{"endpoint":{"url":null}}""")]
    [InlineData("CreateIntegration", """{"name":"A","workspaceId":"w","modelId":"m","jobs":[{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"0199c0de00c07000800000000000c0c0","file":"a","table":"b"}],"targets":[{"type":"Anaplan","actionId":1,"fileId":2}]}]}""")]
    [InlineData("CreateIntegration", """{"name":"A","workspaceId":"w","modelId":"m","jobs":[{"type":"AnaplanToAzureBlob","sources":[{"type":"Anaplan","actionId":1,"fileId":2}],"targets":[{"type":"AzureBlob","connectionId":"0199c0de00c07000800000000000c0c0","file":"a"}]}]}""")]
    [InlineData("CreateIntegration", """{"name":"A","workspaceId":"w","modelId":"m","jobs":[{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"0199c0de00c07000800000000000c0c0","file":"../other/leak.csv"}],"targets":[{"type":"Anaplan","actionId":1,"fileId":2}]}]}""")]
    [InlineData("CreateIntegration", """{"name":"A","workspaceId":"w","modelId":"m","jobs":[{"type":"AnaplanToAmazonS3","sources":[{"type":"Anaplan","actionId":1}],"targets":[{"type":"AmazonS3","connectionId":"0199c0de00c07000800000000000c0c0","file":"/lead.csv"}]}]}""")]
    [InlineData("CreateNotificationConfiguration", """{"integrationIds":[],"channels":["in_app"],"notifications":{"config":[{"type":"success","users":["ann"]}]}}""")]
    public void Body_that_the_service_refuses_is_refused_by_its_schema(string function, string body)
    {
        var schema = Api.Of(function).BodyExamples().First().Schema;

        Assert.NotEmpty(schema.FaultsOf(JsonDocument.Parse(body).RootElement));
        Assert.NotEmpty(ProblemsOf(function, Encoding.UTF8.GetBytes(body)));
    }

    /// <summary>A field of another kind of document counts as left out where it is null.</summary>
    [Fact]
    public void Null_in_a_field_of_another_kind_is_accepted()
    {
        const string Body = """{"name":"A","workspaceId":"w","modelId":"m","jobs":[{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"0199c0de00c07000800000000000c0c0","file":"a","table":null,"actionId":null}],"targets":[{"type":"Anaplan","actionId":1,"fileId":2,"connectionId":null,"file":null,"table":null,"overwrite":null}]}],"processId":null,"endpoint":null}""";

        Assert.True(IntegrationInputReader.Read(Encoding.UTF8.GetBytes(Body)).IsValid);
        Api.Of("CreateIntegration").BodyExamples().First().Schema.MustAccept(JsonDocument.Parse(Body).RootElement, "An import");
    }

    /// <summary>What the service itself has against a body; of a patch, over a document that it fits but for the fault.</summary>
    private static IReadOnlyList<Problem> ProblemsOf(string function, byte[] body) => function switch
    {
        "StartFlowRun" => RunRequestReader.Read(body) is { IsValid: true } asked ? RunSelectionRules.Check(new() { Name = "A", Steps = [] }, asked.Value!) : RunRequestReader.Read(body).Problems,
        "CreateFlow" => FlowInputReader.Read(body).Problems,
        "CreateIntegration" => IntegrationInputReader.Read(body).Problems,
        "CreateConnection" => ConnectionReader.ReadNew(body).Problems,
        "CreateSchedule" => ScheduleInputReader.Read(body, "0199c0de00a17000800000000000a101").Problems,
        "PatchConnection" => ConnectionReader.ReadPatch(body, new() { Name = "A", Settings = new AzureBlobSettings("acme", "raw") }).Problems,
        "PatchIntegration" => IntegrationPatch.Apply(new() { Name = "A", Endpoint = new() { Url = "https://example.com/" } }, body).Problems,
        "CreateNotificationConfiguration" => NotificationInputReader.Read(body).Problems,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Which reader the service has for it?"),
    };

    private static IEnumerable<JsonNode> NodesOf(JsonNode root) => root switch
    {
        JsonObject members => [root, .. members.Where(member => member.Value is not null && member.Key is not ("examples" or "example" or "default" or "enum")).SelectMany(member => NodesOf(member.Value!))],
        JsonArray items => [root, .. items.OfType<JsonNode>().SelectMany(NodesOf)],
        _ => [root],
    };
}
