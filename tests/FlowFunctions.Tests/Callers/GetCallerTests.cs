using System.Net;
using System.Text.Json;
using FlowFunctions.Http;
using FlowFunctions.Telemetry;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Tests.Callers;

[Needs(Need.Azurite)]
public sealed class GetCallerTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(ApiApplication.EditorKey, "ann", "editor")]
    [InlineData(ApiApplication.OperatorKey, "olga", "operator")]
    [InlineData(ApiApplication.ViewerKey, "victor", "viewer")]
    public async Task Key_says_whose_it_is_and_what_they_may_do(string key, string name, string role)
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString);

        var caller = (await application.ClientWith(key).SendAsync("GET", "caller")).Json.GetProperty("caller");

        Assert.Equal((name, role), (caller.GetProperty("name").GetString(), caller.GetProperty("role").GetString()));
        Assert.Equal("key", caller.GetProperty("signIn").GetString());
        Assert.Equal(JsonValueKind.Null, caller.GetProperty("expiresAt").ValueKind);
    }

    [Fact]
    public async Task Installation_says_its_name_environment_and_version()
    {
        await using var application = await ApiApplication.StartAsync(
            azurite.ConnectionString,
            services => services.Configure<InstallationOptions>(options => (options.Name, options.Environment) = (" Planning EMEA ", "prod")));

        var installation = (await application.Client.SendAsync("GET", "caller")).Json.GetProperty("installation");

        Assert.Equal("Planning EMEA", installation.GetProperty("name").GetString());
        Assert.Equal("prod", installation.GetProperty("environment").GetString());
        Assert.Equal(ProductVersion.Current.Product, installation.GetProperty("version").GetProperty("product").GetString());
    }

    [Fact]
    public async Task Installation_without_a_name_has_none()
    {
        await using var application = await ApiApplication.StartAsync(azurite.ConnectionString, makeTables: false);

        var answer = await application.Client.SendAsync("GET", "caller");

        // Storage is not asked: the page knows who asks before it is there.
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("installation").GetProperty("name").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("installation").GetProperty("environment").ValueKind);
    }

    [Fact]
    public void Name_or_environment_that_does_not_fit_is_a_fault()
    {
        Assert.Empty(new InstallationOptions { Name = new('n', InstallationOptions.MaximumNameLength), Environment = "prod" }.Faults());
        Assert.Contains("Flows:Name", Assert.Single(new InstallationOptions { Name = new('n', InstallationOptions.MaximumNameLength + 1) }.Faults()), StringComparison.Ordinal);
        Assert.Contains("Flows:Environment", Assert.Single(new InstallationOptions { Environment = "pr\u001bod" }.Faults()), StringComparison.Ordinal);
    }
}
