using System.Net;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Definitions;
using FlowFunctions.Secrets;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Integrations;

/// <summary>Secrets of endpoints as clients write, keep, change and delete them.</summary>
[Needs(Need.Azurite)]
public class EndpointSecretsOverHttpTests(AzuriteFixture azurite)
{
    private const string Url = "https://example.com/run?v=1&sig=old-sig";
    private const string Shown = """{"url":"https://example.com/run?v=1&sig=********","method":"POST","headers":{"Authorization":"********","X-Team":"Planning"},"secretName":null,"timeout":"PT30M","pollInterval":"PT5S"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_read_back_as_masks_and_stand_in_no_row_of_integrations()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var id = await CreateAsync(application);

        Assert.Equal(Shown, await EndpointAsync(application, id));
        var stored = (await application.Integrations.GetAsync(id, Cancel))!;
        Assert.Equal("https://example.com/run?v=1&sig=********", stored.Input.Endpoint!.Url);
        Assert.Equal((Url, "Bearer old"), await SecretsAsync(application, id));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task What_reads_as_a_mask_and_comes_back_as_such_stays(string method)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        var before = (await application.Integrations.GetAsync(id, Cancel))!.EndpointSecretId;

        (await application.Client.SendAsync(method, $"integrations/{id}", $$$"""{"name":"Renamed","endpoint":{{{await EndpointAsync(application, id)}}}}""")).MustBeOk();

        Assert.Equal((Url, "Bearer old"), await SecretsAsync(application, id));
        Assert.Equal(before, (await application.Integrations.GetAsync(id, Cancel))!.EndpointSecretId);
        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
    }

    [Fact]
    public async Task Patch_of_another_field_keeps_the_secrets_and_need_not_read_them()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        await LoseAsync(application, id);

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"Renamed","endpoint":{"timeout":"PT1H"}}""")).MustBeOk();

        Assert.Contains("\"timeout\":\"PT1H\"", await EndpointAsync(application, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_stay_where_the_path_alone_changes()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"endpoint":{"url":"https://example.com/elsewhere?sig=********"}}""")).MustBeOk();

        Assert.Equal(("https://example.com/elsewhere?sig=old-sig", "Bearer old"), await SecretsAsync(application, id));
    }

    [Theory]
    [InlineData("""{"url":"https://example.com/run?v=2&sig=new-sig"}""", "https://example.com/run?v=2&sig=new-sig", "Bearer old")]
    [InlineData("""{"headers":{"authorization":"Basic new"}}""", Url, "Basic new")]
    [InlineData("""{"url":"https://example.com/"}""", "https://example.com/", "Bearer old")]
    [InlineData("""{"headers":null}""", Url, null)]
    [InlineData("""{"url":"https://elsewhere.com/?sig=a","headers":{"Authorization":"b"}}""", "https://elsewhere.com/?sig=a", "b")]
    public async Task Part_that_changes_is_rotated_and_the_former_secret_is_gone(string endpoint, string url, string? authorization)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        var former = (await application.Integrations.GetAsync(id, Cancel))!.EndpointSecretId!;

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", $$$"""{"endpoint":{{{endpoint}}}}""")).MustBeOk();

        Assert.Equal((url, authorization), await SecretsAsync(application, id));
        Assert.Null(await application.Services.GetRequiredService<ISecretStore>().FindAsync(former, Cancel));
        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
    }

    [Theory]
    [InlineData("""{"endpoint":{"url":"https://example.com/","headers":null}}""")]
    [InlineData("""{"endpoint":null,"workspaceId":"w","modelId":"m","processId":1}""")]
    public async Task Secret_that_is_needed_no_more_is_deleted(string patch)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);

        (await application.Client.SendAsync("PATCH", $"integrations/{id}", patch)).MustBeOk();

        Assert.Null((await application.Integrations.GetAsync(id, Cancel))!.EndpointSecretId);
        Assert.Equal(0, await SecretRows.CountAsync(application, Cancel));
    }

    [Fact]
    public async Task Deleted_integration_takes_its_secrets_along_and_a_refused_one_leaves_none()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        (await application.Client.SendAsync("POST", "integrations", Body.Replace("old", "other", StringComparison.Ordinal))).MustBeError(HttpStatusCode.Conflict);
        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));

        (await application.Client.SendAsync("DELETE", $"integrations/{id}")).MustBeOk();

        Assert.Equal(0, await SecretRows.CountAsync(application, Cancel));
    }

    [Fact]
    public async Task Secret_cannot_be_led_to_another_host_by_who_cannot_read_it()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);

        var answer = await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"endpoint":{"url":"https://mine.example/?sig=********"}}""");

        Assert.Equal(["endpoint.url", "endpoint.headers.Authorization"], answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        Assert.Contains("a secret goes nowhere else than it was given for", answer.Text, StringComparison.Ordinal);
        Assert.Equal((Url, "Bearer old"), await SecretsAsync(application, id));
    }

    [Fact]
    public async Task Mask_of_nothing_is_400_with_every_other_problem()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        const string Masked = """{"nam":"x","name":"n","endpoint":{"url":"https://example.com/run?code=********","headers":{"X-Key":"********"}}}""";
        string[] paths = ["nam", "endpoint.url", "endpoint.headers[\"X-Key\"]"];

        Assert.Equal(paths, (await application.Client.SendAsync("POST", "integrations", Masked)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        Assert.Equal(paths, (await application.Client.SendAsync("PUT", $"integrations/{id}", Masked)).MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Part_of_a_secret_that_is_lost_or_unreadable_cannot_be_kept(bool isThere)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        if (isThere)
        {
            await SecretRows.SpoilAsync(application, Cancel);
        }
        else
        {
            await LoseAsync(application, id);
        }

        var part = await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"endpoint":{"headers":{"Authorization":"new"}}}""");
        Assert.Contains("give the values of all of them", part.MustBeError(HttpStatusCode.Conflict).Message, StringComparison.Ordinal);

        (await application.Client.SendAsync(
            "PATCH", $"integrations/{id}", """{"endpoint":{"url":"https://example.com/?sig=new-sig","headers":{"Authorization":"new"}}}""")).MustBeOk();
        Assert.Equal(("https://example.com/?sig=new-sig", "new"), await SecretsAsync(application, id));
    }

    [Fact]
    public async Task Kept_secrets_and_new_ones_have_room_together()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        static string Endpoint(string headers, string name = "") => $$$"""{ {{{name}}}"endpoint":{"url":"https://example.com/","headers":{ {{{headers}}} } } }""";
        static string Headers(params (string Name, string Value)[] headers) => string.Join(',', headers.Select(header => $"\"{header.Name}\":\"{header.Value}\""));
        var long1 = new string('x', 4000);
        var id = await IdOfAsync(application, Endpoint(Headers(("a-key", long1), ("b-key", long1)), "\"name\":\"n\","));

        var answer = await application.Client.SendAsync(
            "PATCH", $"integrations/{id}", Endpoint(Headers(("a-key", EndpointSecrets.Mask), ("b-key", EndpointSecrets.Mask), ("c-key", long1))));

        Assert.Equal(["endpoint"], answer.MustBeError(HttpStatusCode.BadRequest).ErrorPaths);
        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
    }

    [Fact]
    public async Task Integration_of_an_earlier_version_reads_as_masks_and_a_change_moves_its_secrets()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await PlainSecrets.AddAsync(application.Integrations, "Plain", Url, ("Authorization", "Bearer old"), ("X-Team", "Planning"));

        Assert.Equal(Shown, await EndpointAsync(application, id));
        (await application.Client.SendAsync("PATCH", $"integrations/{id}", """{"name":"Renamed"}""")).MustBeOk();

        Assert.Equal(Shown, await EndpointAsync(application, id));
        Assert.Equal((Url, "Bearer old"), await SecretsAsync(application, id));
        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
        Assert.Null(EndpointSecrets.Split((await application.Integrations.GetAsync(id, Cancel))!.Input.Endpoint!).Secret);
    }

    [Fact]
    public async Task Secrets_of_integrations_are_in_use_when_unused_ones_are_looked_for()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);
        var left = await application.Services.GetRequiredService<ISecretStore>().AddAsync("left by a crash", Cancel);
        application.Time.Advance(UnusedSecrets.SafeAge + TimeSpan.FromSeconds(1));

        await IdOfAsync(application, """{"name":"Other","endpoint":{"url":"https://example.com/?sig=a"}}""");

        Assert.Null(await application.Services.GetRequiredService<ISecretStore>().FindAsync(left, Cancel));
        Assert.Equal((Url, "Bearer old"), await SecretsAsync(application, id));
    }

    [Fact]
    public async Task Changes_at_once_leave_one_secret_that_belongs_to_the_integration()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);
        var id = await CreateAsync(application);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => application.Client.SendAsync(
            "PATCH",
            $"integrations/{id}",
            number % 3 == 0
                ? $$$"""{"endpoint":{"headers":{"Authorization":"half{{{number}}}"} } }"""
                : $$$"""{"endpoint":{"url":"https://example.com/?sig={{{number}}}","headers":{"Authorization":"whole{{{number}}}"} } }""")));

        Assert.All(answers, answer => answer.MustBeOk());
        var (url, authorization) = await SecretsAsync(application, id);
        Assert.Matches("^(whole|half)[0-9]+$", authorization);
        if (authorization!.StartsWith("whole", StringComparison.Ordinal))
        {
            Assert.Equal("https://example.com/?sig=" + authorization["whole".Length..], url);
        }

        Assert.Equal(1, await SecretRows.CountAsync(application, Cancel));
    }

    private const string Body = $$$"""{"name":"Call","endpoint":{"url":"{{{Url}}}","headers":{"Authorization":"Bearer old","X-Team":"Planning"} } }""";

    private static Task<string> CreateAsync(ApiApplication application) => IdOfAsync(application, Body);

    private static async Task<string> IdOfAsync(ApiApplication application, string body) =>
        (await application.Client.SendAsync("POST", "integrations", body)).MustBeOk().Json.GetProperty("integration").GetProperty("integrationId").GetString()!;

    private static async Task<string> EndpointAsync(ApiApplication application, string id) =>
        (await application.Client.SendAsync("GET", $"integrations/{id}")).MustBeOk().Json.GetProperty("integration").GetProperty("endpoint").GetRawText();

    /// <summary>The address and the authorization that the endpoint is called with.</summary>
    private static async Task<(string Url, string? Authorization)> SecretsAsync(ApiApplication application, string id)
    {
        var integration = (await application.Integrations.GetAsync(id, Cancel))!;
        var secret = await application.Services.GetRequiredService<IntegrationSecrets>().FindAsync(integration.EndpointSecretId!, Cancel);
        var whole = EndpointSecrets.Join(integration.Input.Endpoint!, secret!);
        return (whole.Url, whole.Headers.GetValueOrDefault("Authorization"));
    }

    private static async Task LoseAsync(ApiApplication application, string id) =>
        await application.Services.GetRequiredService<ISecretStore>().DeleteAsync((await application.Integrations.GetAsync(id, Cancel))!.EndpointSecretId!, Cancel);
}
