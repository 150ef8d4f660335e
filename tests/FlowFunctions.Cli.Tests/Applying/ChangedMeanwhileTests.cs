using System.Net;
using FlowFunctions.Cli.Applying;
using FlowFunctions.Cli.Definitions;
using FlowFunctions.Cli.Finding;

namespace FlowFunctions.Cli.Tests.Applying;

/// <summary>What somebody else changes between a plan and its doing stays as it is.</summary>
public class ChangedMeanwhileTests
{
    private const string FlowPath = $"/2/0/integrationflows/{SampleAnswers.Flow}";
    private const string Others = "It was changed by bob at 2026-11-29 07:00:00 UTC, after the plan was made, and stays as it is. Apply again: a new plan shows how it differs now.";

    private const string Definition = """
        kind: flow
        name: Nightly load
        timeout: PT3H
        steps: [{referrer: Load products}, {referrer: Load sales, dependsOn: [Load products], exceptionBehavior: [{type: failure, strategy: continue}]}]
        """;

    private static readonly string ChangedByBob = SampleAnswers.FlowDocument.Replace("\"modifiedBy\":null,\"modificationDate\":\"2026-11-01T08:00:00.000Z\"", "\"modifiedBy\":\"bob\",\"modificationDate\":\"2026-11-29T07:00:00.000Z\"");

    [Fact]
    public async Task Version_of_the_plan_is_the_one_that_is_changed()
    {
        await using var api = await StartAsync();
        api.On($"PUT {FlowPath}", SampleAnswers.Success);

        var item = await ApplyAsync(api);

        Assert.Equal(("changed", null), (item.Result, item.Error));
        Assert.Equal("\"v1\"", Assert.Single(api.To($"PUT {FlowPath}")).IfMatch);
    }

    [Fact]
    public async Task Change_by_somebody_else_is_told_with_who_and_when_and_kept()
    {
        await using var api = await StartAsync();
        api.OnStatus($"PUT {FlowPath}", (int)HttpStatusCode.PreconditionFailed, """{"message":"The document has changed."}""").On($"GET {FlowPath}", ChangedByBob);

        var item = await ApplyAsync(api);

        Assert.Equal(("failed", Others), (item.Result, item.Error));
        Assert.Single(api.To($"PUT {FlowPath}"));
    }

    // A run writes its state into the same document.
    [Fact]
    public async Task Run_that_writes_into_the_document_is_no_change_of_it()
    {
        await using var api = await StartAsync();
        api.OnStatus($"PUT {FlowPath}", (int)HttpStatusCode.PreconditionFailed, """{"message":"The document has changed."}""").On($"PUT {FlowPath}", SampleAnswers.Success)
            .Before($"PUT {FlowPath}", () =>
            {
                api.Tag($"GET {FlowPath}", "\"v2\"");
                return Task.CompletedTask;
            });

        var item = await ApplyAsync(api);

        Assert.Equal(("changed", null), (item.Result, item.Error));
        Assert.Equal(["\"v1\"", "\"v2\""], api.To($"PUT {FlowPath}").Select(request => request.IfMatch));
    }

    [Fact]
    public async Task What_somebody_changed_is_not_pruned()
    {
        await using var api = await StartAsync(ChangedByBob);

        var item = await ApplyAsync(api, definition: null);

        Assert.Equal((PlanAction.Delete, "failed", Others), (item.Action, item.Result, item.Error));
        Assert.Empty(api.To($"DELETE {FlowPath}"));
    }

    [Fact]
    public async Task What_is_pruned_is_the_version_that_was_looked_at()
    {
        await using var api = await StartAsync();
        api.On($"DELETE {FlowPath}", SampleAnswers.Success);

        var item = await ApplyAsync(api, definition: null);

        Assert.Equal(("deleted", null), (item.Result, item.Error));
        Assert.Equal("\"v1\"", Assert.Single(api.To($"DELETE {FlowPath}")).IfMatch);
    }

    [Fact]
    public async Task Connection_that_somebody_changed_is_kept()
    {
        await using var api = await StartAsync();
        var changed = SampleAnswers.Connections.Replace("\"modificationDate\":\"2026-11-02T08:00:00.000Z\"", "\"modifiedBy\":\"bob\",\"modificationDate\":\"2026-11-29T07:00:00.000Z\"");
        api.On($"GET /2/0/integrations/connections{SampleAnswers.Lists}", changed);

        var item = await ApplyAsync(api, "{kind: connection, name: Planning files, type: AzureBlob, storageAccountName: plans, containerName: other}");

        Assert.Equal(("failed", Others), (item.Result, item.Error));
        Assert.DoesNotContain(api.Requests, request => request.Call.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("23:00", HttpStatusCode.OK)]
    [InlineData("22:00", HttpStatusCode.PreconditionFailed)]
    public async Task Schedule_that_somebody_changed_is_kept(string time, HttpStatusCode put)
    {
        const string Path = $"/2/0/integrations/{SampleAnswers.Flow}/schedule";
        await using var api = await StartAsync();
        api.On($"GET {Path}", SampleAnswers.Schedule, SampleAnswers.Schedule.Replace("22:00", time)).Tag($"GET {Path}", "\"s1\"").OnStatus($"PUT {Path}", (int)put, SampleAnswers.Success);

        var item = await ApplyAsync(api, Definition.Replace("PT3H", "PT2H") + "\nschedule: {name: Nightly, type: daily, timezone: Europe/Paris, time: '21:00', startDate: '2026-12-01'}");

        Assert.Equal(("failed", "Its schedule was changed by somebody else, after the plan was made, and stays as it is. Apply again: a new plan shows how it differs now."), (item.Result, item.Error));
        Assert.Equal(put == HttpStatusCode.OK ? [] : ["\"s1\""], api.To($"PUT {Path}").Select(request => request.IfMatch));
    }

    private static async Task<ScriptedApi> StartAsync(string document = SampleAnswers.FlowDocument)
    {
        var api = await ScriptedApi.StartAsync();
        return api.On($"GET /2/0/integrationflows{SampleAnswers.Lists}", SampleAnswers.Flows)
            .On($"GET /2/0/integrations{SampleAnswers.Lists}", SampleAnswers.Integrations)
            .On($"GET /2/0/integrations/connections{SampleAnswers.Lists}", SampleAnswers.Connections)
            .On($"GET {FlowPath}", document)
            .Tag($"GET {FlowPath}", "\"v1\"");
    }

    /// <param name="api">The server.</param>
    /// <param name="definition">What is to be; null where the flow is pruned.</param>
    /// <returns>The item that is about it.</returns>
    private static async Task<PlanItem> ApplyAsync(ScriptedApi api, string? definition = Definition)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var server = await ServerDefinitions.ReadAsync(api.Client, "server", cancellation);
        var definitions = await DefinitionFiles.ReadAsync(["-"], Path.GetTempPath(), new StringReader(definition ?? "[]"), cancellation);
        var values = new Values(new Dictionary<string, string>(), _ => null, (_, _) => throw new NotSupportedException());
        var plan = await Planner.MakeAsync(server, definitions, values, new PlanOptions(Prunes: definition is null, WritesSecrets: false), cancellation);
        var item = plan.Items.Single(one => one.Name == (definitions.Count == 0 ? "Nightly load" : definitions[0].Name));
        await new Applier(api.Client, ItemIds.Of(server), keepsGoing: true, _ => { }).ApplyAsync(new ApplyPlan([item]), cancellation);
        return item;
    }
}
