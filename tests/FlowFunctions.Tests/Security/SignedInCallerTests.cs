using System.Text;
using System.Text.Json;
using FlowFunctions.Security;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Security;

/// <summary>What is read from the platform's header, without an application around it.</summary>
public class SignedInCallerTests
{
    private const string NameClaim = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";

    public static TheoryData<string[], string?> Claims => new()
    {
        { ["preferred_username=ann", "name=bob", $"{NameClaim}=cem", "appid=dan", "azp=eve"], "ann" },
        { ["azp=eve", "appid=dan", $"{NameClaim}=cem", "name=bob"], "bob" },
        { ["azp=eve", "appid=dan", $"{NameClaim}=cem"], "cem" },
        { ["azp=eve", "appid=dan"], "dan" },
        { ["azp=eve"], "eve" },
        { ["azp=e"], "e" },
        { ["name=", "name= ", "name=\u0007", "name=\u0007 a\u0000b ", "name=c"], "ab" },
        { ["preferred_username= ", "name=bob"], "bob" },
        { ["Name=bob", "sub=cem"], null },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void Name_is_that_of_the_most_telling_claim_that_has_one(string[] claims, string? name) =>
        Assert.Equal(name, PlatformPrincipal.Read(Header(claims))!.Name);

    [Theory]
    [InlineData(199)]
    [InlineData(200)]
    [InlineData(201)]
    public void Name_has_200_characters_at_most(int length) =>
        Assert.Equal(Math.Min(length, 200), PlatformPrincipal.Read(Header([$"name={new string('n', length)}"]))!.Name!.Length);

    // Spaces behind the text are none of it in Base64.
    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public void Header_has_64_KiB_at_most(int length, bool isRead) =>
        Assert.Equal(isRead, PlatformPrincipal.Read(Header(["name=ann"]).PadRight(length)) is not null);

    [Theory]
    [InlineData("roles", "viewer,operator")]
    [InlineData(null, "viewer,operator")]
    [InlineData("groups", "viewer,operator,editor")]
    [InlineData("none", "viewer,operator")]
    public void App_roles_are_those_of_the_claim_roles_and_of_the_one_that_the_platform_names(string? roleClaim, string roles) =>
        Assert.Equal(
            roles.Split(','),
            PlatformPrincipal.Read(Header(["groups=editor", "roles=viewer", "roles=operator"], roleClaim: roleClaim))!.AppRoles);

    [Theory]
    [InlineData("aad", true)]
    [InlineData("AAD", false)]
    [InlineData("google", false)]
    public void Principal_is_one_of_Entra_ID(string provider, bool isRead) =>
        Assert.Equal(isRead, PlatformPrincipal.Read(Header(["name=ann"], provider)) is not null);

    [Fact]
    public void Principal_without_claims_has_neither_name_nor_roles()
    {
        var principal = PlatformPrincipal.Read(Convert.ToBase64String("""{"auth_typ":"aad","role_typ":"r"}"""u8))!;

        Assert.Null(principal.Name);
        Assert.Empty(principal.AppRoles);
    }

    [Theory]
    [InlineData("viewer", Role.Viewer)]
    [InlineData("editor,viewer", Role.Editor)]
    [InlineData("viewer,operator", Role.Operator)]
    [InlineData("OPERATOR", Role.Operator)]
    [InlineData("nobody", null)]
    [InlineData("0", null)]
    [InlineData("", null)]
    public void Greatest_of_the_roles_counts(string roles, Role? role) =>
        Assert.Equal(("ann", role), Callers(new() { Enabled = true }).Find(Header(["name=ann", .. Roles(roles)])));

    [Theory]
    [InlineData("flows.OPERATE", Role.Operator)]
    [InlineData("Flows.Operate,Flows.Edit", Role.Editor)]
    [InlineData("operator", null)]
    public void Configured_app_roles_stand_instead_of_the_words_of_the_service(string roles, Role? role)
    {
        var callers = Callers(new() { Enabled = true, Roles = { ["Flows.Operate"] = "operator", ["Flows.Edit"] = "editor" } });

        Assert.Equal(("ann", role), callers.Find(Header(["name=ann", .. Roles(roles)])));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void Caller_is_found_where_the_platform_vouches_and_the_configuration_wants_it(bool isEnabled, bool isEnforced, bool isFound)
    {
        var callers = Callers(new() { Enabled = isEnabled }, isEnforced);

        Assert.Equal(isFound, callers.IsOn);
        Assert.Equal(isFound, callers.Find(Header(["name=ann", "roles=editor"])) is not null);
    }

    [Fact]
    public void Nobody_is_found_without_a_header_or_a_name()
    {
        var callers = Callers(new() { Enabled = true });

        Assert.Null(callers.Find(""));
        Assert.Null(callers.Find(Header(["roles=editor"])));
    }

    [Fact]
    public void App_role_for_a_role_that_there_is_not_is_told_with_its_cure() => Assert.Equal(
        ["Security:EntraId:Roles:a is 'root'; set it to viewer, operator or editor."],
        new EntraIdOptions { Roles = { ["a"] = "root", ["b"] = "Viewer" } }.Faults());

    [Theory]
    [InlineData("flows", "True", true)]
    [InlineData("flows", "true", true)]
    [InlineData("flows", "False", false)]
    [InlineData("flows", "1", false)]
    [InlineData("flows", null, false)]
    [InlineData("", "True", false)]
    [InlineData(null, "True", false)]
    public void Platform_is_believed_where_it_runs_the_app_and_signs_callers_in(string? site, string? authentication, bool expected) =>
        Assert.Equal(
            new PlatformAuthentication(expected),
            PlatformAuthentication.Of(name => name switch
            {
                "WEBSITE_SITE_NAME" => site,
                "WEBSITE_AUTH_ENABLED" => authentication,
                _ => null,
            }));

    private static EntraIdCallers Callers(EntraIdOptions options, bool isEnforced = true) =>
        new(Options.Create(new SecurityOptions { EntraId = options }), new PlatformAuthentication(isEnforced));

    private static IEnumerable<string> Roles(string roles) => roles.Split(',').Select(role => $"roles={role}");

    private static string Header(string[] claims, string provider = "aad", string? roleClaim = "roles") =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            auth_typ = provider,
            claims = claims.Select(claim => claim.Split('=')).Select(claim => new { typ = claim[0], val = claim[1] }),
            role_typ = roleClaim,
        })));
}
