using System.Net;
using System.Text;
using System.Text.Json;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Security;

[Needs(Need.Azurite)]
public class PlatformPrincipalTests(AzuriteFixture azurite)
{
    private const string RoleClaim = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

    [Theory]
    [InlineData("viewer", "GET", HttpStatusCode.OK)]
    [InlineData("viewer", "POST", HttpStatusCode.Forbidden)]
    [InlineData("Editor", "POST", HttpStatusCode.BadRequest)]
    [InlineData("none-of-ours", "GET", HttpStatusCode.Forbidden)]
    [InlineData("2", "GET", HttpStatusCode.Forbidden)]
    [InlineData("", "GET", HttpStatusCode.Forbidden)]
    public async Task App_role_decides_what_who_has_signed_in_may_do(string role, string method, HttpStatusCode expected)
    {
        await using var application = await StartAsync(isEnforced: true, new() { Enabled = true });

        var answer = await SendAsync(application, method, Header(("preferred_username", "eve@example.com"), ("roles", role)));

        Assert.True(answer.Status == expected, answer.Text);
    }

    [Fact]
    public async Task Name_of_who_has_signed_in_is_the_user()
    {
        await using var application = await StartAsync(isEnforced: true, new() { Enabled = true });
        var header = Header(("roles", "editor"), ("name", "Eve"), ("preferred_username", "eve@example.com"));

        var created = await application.ClientWith(null).SendAsync("POST", "integrations", ApiClient.IntegrationBody("Load"), (PlatformPrincipal.HeaderName, header));

        created.MustBeOk();
        var listed = await SendAsync(application, "GET", header, "integrations");
        Assert.Equal("eve@example.com", listed.Json.GetProperty("integrations")[0].GetProperty("createdBy").GetString());
    }

    [Fact]
    public async Task Caller_is_told_that_the_platform_vouches_for_them_and_needs_neither_code_nor_session()
    {
        await using var application = await StartAsync(isEnforced: true, new() { Enabled = true });
        var header = Header(("roles", "operator"), ("preferred_username", "eve@example.com"));

        var caller = (await SendAsync(application, "GET", header, "caller")).MustBeOk().Json.GetProperty("caller");

        Assert.Equal("""{"name":"eve@example.com","role":"operator","signIn":"entra_id","expiresAt":null}""", caller.GetRawText());
        (await SendAsync(application, "POST", header, "caller/codes")).MustBeError(HttpStatusCode.Forbidden);
        (await SendAsync(application, "POST", header, "caller/session/end")).MustBeError(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Header_is_ignored_where_the_platform_does_not_set_it_or_the_configuration_does_not_want_it(bool isEnforced, bool isEnabled)
    {
        await using var application = await StartAsync(isEnforced, new() { Enabled = isEnabled });
        var forged = Header(("preferred_username", "eve@example.com"), ("roles", "editor"));

        (await SendAsync(application, "GET", forged)).MustBeError(HttpStatusCode.Unauthorized);
        var asViewer = await application.ClientWith(ApiApplication.ViewerKey).SendAsync("POST", "integrations", "{}", (PlatformPrincipal.HeaderName, forged));
        asViewer.MustBeError(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Keys_count_beside_the_platform()
    {
        await using var application = await StartAsync(isEnforced: true, new() { Enabled = true });

        (await application.ClientWith(ApiApplication.ViewerKey).SendAsync("GET", "integrations")).MustBeOk();
        (await application.ClientWith("wrong").SendAsync("GET", "integrations")).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Configured_app_roles_replace_the_default_ones()
    {
        var options = new EntraIdOptions { Enabled = true, Roles = { ["Flows.Operate"] = "operator" } };
        await using var application = await StartAsync(isEnforced: true, options);

        (await SendAsync(application, "GET", Header(("name", "Eve"), ("roles", "flows.operate")))).MustBeOk();
        (await SendAsync(application, "GET", Header(("name", "Eve"), ("roles", "editor")))).MustBeError(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("e30=")]
    [InlineData("bnVsbA==")]
    [InlineData("W10=")]
    [InlineData("eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6W251bGwsMSx7fV19")]
    [InlineData("eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6W251bGwse31dfQ==")]
    [InlineData("/////w==")]
    public async Task Header_that_is_no_principal_is_401(string header)
    {
        await using var application = await StartAsync(isEnforced: true, new() { Enabled = true });

        (await SendAsync(application, "GET", header)).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Principal_of_another_identity_provider_is_401()
    {
        await using var application = await StartAsync(isEnforced: true, new() { Enabled = true });

        (await SendAsync(application, "GET", Header("google", ("name", "Eve"), ("roles", "editor")))).MustBeError(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void Names_and_roles_are_taken_from_the_claims_that_have_them()
    {
        var principal = PlatformPrincipal.Read(Header((RoleClaim, "viewer"), ("roles", "editor"), ("preferred_username", " \u0007 "), ("appid", "0f7c"), ("name", new string('n', 300))))!;

        Assert.Equal(["editor", "viewer"], principal.AppRoles);
        Assert.Equal(new string('n', 199) + "…", principal.Name);
        Assert.Equal("0f7c", PlatformPrincipal.Read(Header(("appid", "0f7c")))!.Name);
        Assert.Null(PlatformPrincipal.Read(Header(("roles", "editor")))!.Name);
    }

    /// <summary>It gets into logs, records and mail.</summary>
    [Theory]
    [InlineData("Eve \u202Enimda", "Eve \uFFFDnimda")]
    [InlineData("Eve\u2066\r\nadmin\u001b[2J", "Eve\uFFFDadmin[2J")]
    [InlineData("Ève 😀", "Ève 😀")]
    public void Name_turns_no_text_around_it(string claim, string name) => Assert.Equal(name, PlatformPrincipal.Read(Header(("name", claim)))!.Name);

    [Fact]
    public void Name_that_is_cut_ends_in_a_whole_character()
    {
        var name = PlatformPrincipal.Read(Header(("name", "n" + string.Concat(Enumerable.Repeat("😀", 150)))))!.Name!;

        Assert.Equal("n" + string.Concat(Enumerable.Repeat("😀", 99)) + "…", name);
    }

    private static string Header(params (string Type, string Value)[] claims) => Header("aad", claims);

    private static string Header(string provider, params (string Type, string Value)[] claims) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            auth_typ = provider,
            claims = claims.Select(claim => new { typ = claim.Type, val = claim.Value }),
            name_typ = "name",
            role_typ = RoleClaim,
        })));

    private Task<ApiApplication> StartAsync(bool isEnforced, EntraIdOptions options) =>
        ApiApplication.StartAsync(azurite.ConnectionString, services =>
        {
            services.AddSingleton(new PlatformAuthentication(isEnforced));
            services.Configure<SecurityOptions>(security =>
            {
                security.EntraId.Enabled = options.Enabled;
                foreach (var (appRole, role) in options.Roles)
                {
                    security.EntraId.Roles[appRole] = role;
                }
            });
        });

    private static Task<ApiAnswer> SendAsync(ApiApplication application, string method, string header, string path = "integrationflows") =>
        application.ClientWith(null).SendAsync(method, path, null, (PlatformPrincipal.HeaderName, header));
}
