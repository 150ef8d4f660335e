using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using FlowFunctions.Core;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Schedules;
using FlowFunctions.Http;

namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>The limits in JSON files and attributes are those that the code goes by.</summary>
public sealed class LimitsTests
{
    private static readonly JsonObject Document = DocumentedApi.Current.Document;

    [Theory]
    [InlineData("FlowInput/name/maxLength", FlowInput.MaximumNameLength)]
    [InlineData("FlowInput/steps/minItems", FlowInput.MinimumSteps)]
    [InlineData("FlowInput/steps/maxItems", FlowInput.MaximumSteps)]
    [InlineData("FlowStepInput/dependsOn/maxItems", FlowInput.MaximumSteps - 1)]
    [InlineData("RunRequest/stepsToRun/maxItems", FlowInput.MaximumSteps)]
    [InlineData("StepRetryInput/count/minimum", StepRetry.MinimumCount)]
    [InlineData("StepRetryInput/count/maximum", StepRetry.MaximumCount)]
    [InlineData("StepRetryInput/coefficient/minimum", StepRetry.MinimumCoefficient)]
    [InlineData("StepRetryInput/coefficient/maximum", StepRetry.MaximumCoefficient)]
    [InlineData("StepRetryInput/coefficient/default", StepRetry.DefaultCoefficient)]
    [InlineData("ProcessIntegrationInput/name/maxLength", IntegrationInput.MaximumNameLength)]
    [InlineData("ProcessIntegrationInput/jobs/maxItems", IntegrationInput.MaximumJobs)]
    [InlineData("JobsIntegrationInput/name/maxLength", IntegrationInput.MaximumNameLength)]
    [InlineData("JobsIntegrationInput/jobs/maxItems", IntegrationInput.MaximumJobs)]
    [InlineData("EndpointIntegrationInput/name/maxLength", IntegrationInput.MaximumNameLength)]
    [InlineData("IntegrationPatch/name/maxLength", IntegrationInput.MaximumNameLength)]
    [InlineData("IntegrationPatch/jobs/maxItems", IntegrationInput.MaximumJobs)]
    [InlineData("EndpointInput/url/maxLength", EndpointInput.MaximumUrlLength)]
    [InlineData("EndpointInput/secretName/maxLength", EndpointInput.MaximumSecretNameLength)]
    [InlineData("AzureBlobBody/name/maxLength", ConnectionInput.MaximumNameLength)]
    [InlineData("AzureBlobBody/sasToken/maxLength", ConnectionSecret.MaximumPartLength)]
    [InlineData("AmazonS3Body/name/maxLength", ConnectionInput.MaximumNameLength)]
    [InlineData("AmazonS3Body/accessKeyId/maxLength", ConnectionSecret.MaximumPartLength)]
    [InlineData("AmazonS3Body/secretAccessKey/maxLength", ConnectionSecret.MaximumPartLength)]
    [InlineData("GoogleBigQueryBody/name/maxLength", ConnectionInput.MaximumNameLength)]
    [InlineData("ConnectionPatch/name/maxLength", ConnectionInput.MaximumNameLength)]
    [InlineData("ConnectionPatch/sasToken/maxLength", ConnectionSecret.MaximumPartLength)]
    [InlineData("NotificationInput/integrationIds/maxItems", NotificationInput.MaximumIntegrations)]
    [InlineData("NotificationInput/webhooks/maxItems", NotificationInput.MaximumWebhooks)]
    public void Limit_of_a_schema_is_the_code_s(string limit, double expected)
    {
        var names = limit.Split('/');
        var schema = Document["components"]!["schemas"]![names[0]]!["properties"]![names[1]]!;
        foreach (var name in names[2..])
        {
            schema = DocumentedApi.Current.Resolve(schema)[name]!;
        }

        Assert.Equal(expected, schema.GetValue<double>());
    }

    [Fact]
    public void Limits_of_nested_schemas_are_the_code_s()
    {
        var rule = Schema("NotificationInput")["properties"]!["notifications"]!["properties"]!["config"]!["items"]!["properties"]!["users"]!;
        Assert.Equal(NotificationRule.MaximumUsers, (int)rule["maxItems"]!);
        Assert.Equal(NotificationRule.MaximumUserIdLength, (int)rule["items"]!["maxLength"]!);
        foreach (var end in new[] { "JobSourceInput", "JobTargetInput", "JobSource", "JobTarget" })
        {
            Assert.Equal(StoreItem.MaximumNameLength, (int)Schema(end)["oneOf"]![0]!["properties"]!["file"]!["maxLength"]!);
            Assert.Equal(StoreItem.MaximumNameLength, (int)Schema(end)["oneOf"]![1]!["properties"]!["table"]!["maxLength"]!);
        }

        foreach (var kind in Schema("ScheduleInput")["oneOf"]!.AsArray())
        {
            Assert.Equal(ScheduleInput.MaximumNameLength, (int)kind!["properties"]!["name"]!["maxLength"]!);
        }

        Assert.Equal(EndpointInput.MaximumHeaders, (int)Schema("EndpointHeaders")["maxProperties"]!);
        Assert.Equal(EndpointInput.MaximumHeaderValueLength, (int)Schema("EndpointHeaders")["additionalProperties"]!["maxLength"]!);
        Assert.Equal(ScheduleInput.MaximumRepeatEvery, (int)Schema("ScheduleInput")["oneOf"]![2]!["properties"]!["repeatEvery"]!["maximum"]!);
    }

    [Fact]
    public void Patterns_that_count_count_as_the_code_does()
    {
        foreach (var configuration in new[] { "NotificationInput", "NotificationConfiguration" })
        {
            var webhook = Schema(configuration)["properties"]!["webhooks"]!["items"]!;
            Assert.Equal($"^[A-Za-z0-9_-]{{1,{NotificationInput.MaximumWebhookNameLength}}}$", (string?)webhook["pattern"]);
        }

        foreach (var body in new[] { "AzureBlobBody", "AmazonS3Body", "GoogleBigQueryBody", "ConnectionPatch" })
        {
            var workspace = Schema(body)["properties"]!["workspaceId"]!;
            Assert.Equal($"^[A-Za-z0-9_-]{{1,{ConnectionInput.MaximumWorkspaceIdLength}}}$", (string?)workspace["pattern"]);
        }

        var ids = Values(Document).Where(value => value.Contains("[0-9a-f]", StringComparison.Ordinal)).Distinct();
        Assert.Equal($"^[0-9a-f]{{{ResourceId.Length}}}$", Assert.Single(ids));
    }

    [Fact]
    public void Durations_range_from_what_the_code_takes_to_what_it_takes()
    {
        Says("FlowInput", "timeout", FlowInput.MinimumTimeout, FlowInput.MaximumTimeout);
        Says("Flow", "timeout", FlowInput.MinimumTimeout, FlowInput.MaximumTimeout);
        Says("FlowStepInput", "timeout", FlowStepInput.MinimumTimeout, FlowStepInput.MaximumTimeout);
        Says("FlowStep", "timeout", FlowStepInput.MinimumTimeout, FlowStepInput.MaximumTimeout);
        foreach (var retry in new[] { "StepRetryInput", "StepRetry" })
        {
            Says(retry, "backoff", StepRetry.MinimumBackoff, StepRetry.MaximumBackoff);
            Says(retry, "maxBackoff", StepRetry.MinimumBackoff, StepRetry.MaximumBackoff);
        }

        Says("EndpointInput", "timeout", EndpointInput.MinimumTimeout, EndpointInput.MaximumTimeout);
        Says("EndpointInput", "pollInterval", EndpointInput.MinimumPollInterval, EndpointInput.MaximumPollInterval);
        Assert.Equal(EndpointInput.DefaultTimeout, Default("EndpointInput", "timeout"));
        Assert.Equal(EndpointInput.DefaultPollInterval, Default("EndpointInput", "pollInterval"));
        Assert.Equal(StepRetry.DefaultBackoff, Default("StepRetryInput", "backoff"));
        Assert.Equal(StepRetry.MaximumBackoff, Default("StepRetryInput", "maxBackoff"));

        static TimeSpan Default(string schema, string property) => XmlConvert.ToTimeSpan((string)Schema(schema)["properties"]![property]!["default"]!);

        static void Says(string schema, string property, TimeSpan minimum, TimeSpan maximum) => Assert.Contains(
            $" From {XmlConvert.ToString(minimum)} to {XmlConvert.ToString(maximum)}.",
            (string)Schema(schema)["properties"]![property]!["description"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Days_range_from_the_first_that_the_code_takes_to_the_last()
    {
        var range = $"from {ScheduleInput.EarliestDate:yyyy-MM-dd} to {ScheduleInput.LatestDate:yyyy-MM-dd}";

        var told = Values(Document).Where(value => Regex.IsMatch(value, "day on which it may run", RegexOptions.NonBacktracking)).ToList();

        Assert.NotEmpty(told);
        Assert.All(told, text => Assert.Contains(range, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_say_how_long_they_may_be()
    {
        var names = Objects(Document)
            .Where(schema => ((string?)(schema["description"] as JsonValue))?.Contains("characters after trimming", StringComparison.Ordinal) == true)
            .ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"1 to {name["maxLength"]} characters", (string)name["description"]!, StringComparison.Ordinal));
    }

    [Fact]
    public void What_all_calls_take_is_as_the_code_takes_it()
    {
        var parameters = Document["components"]!["parameters"]!;
        Assert.Equal(ListRequest.MaximumLimit, (int)parameters["limit"]!["schema"]!["maximum"]!);
        Assert.Equal(ListRequest.DefaultLimit, (int)parameters["limit"]!["schema"]!["default"]!);
        Assert.Equal(ListRequest.MaximumLimit, (int)Schema("PageMeta")["properties"]!["paging"]!["properties"]!["currentPageSize"]!["maximum"]!);
        Assert.Equal(NamingMiddleware.ParameterName, (string?)parameters["naming"]!["name"]);
        Assert.Equal(
            [NamingMiddleware.CamelCase, NamingMiddleware.SnakeCase],
            parameters["naming"]!["schema"]!["enum"]!.AsArray().Select(word => (string?)word));
        Assert.Equal(IdempotencyMiddleware.HeaderName, (string?)parameters["idempotencyKey"]!["name"]);
        Assert.Equal(IdempotencyMiddleware.MaximumKeyLength, (int)parameters["idempotencyKey"]!["schema"]!["maxLength"]!);
        Assert.NotNull(Document["components"]!["headers"]![IdempotencyMiddleware.ReplayedHeaderName]);
        var most = $"{RequestBody.MaximumLength / (1024 * 1024)} MiB";
        Assert.Contains(most, (string)Document["components"]!["responses"]!["TooLarge"]!["description"]!, StringComparison.Ordinal);
        Assert.Contains(most, (string)Document["info"]!["description"]!, StringComparison.Ordinal);
    }

    private static JsonNode Schema(string name) => Document["components"]!["schemas"]![name]!;

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => [members, .. members.SelectMany(member => Objects(member.Value))],
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Values(JsonNode? node) => Objects(node)
        .SelectMany(members => members.Select(member => member.Value))
        .OfType<JsonValue>()
        .Where(value => value.GetValueKind() == System.Text.Json.JsonValueKind.String).Select(value => (string)value!);
}
