using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>The link that the host prints for the person at its machine.</summary>
public sealed class SignInLinkPrintTests : OutageTestBase
{
    [Fact]
    public async Task Link_opens_one_session_and_does_not_show_the_key()
    {
        await using var host = StartHost();
        await host.ListeningAsync();
        await Wait.Until(() => host.Output.Any(IsLink), describe: () => string.Join('\n', host.Output.Concat(host.Errors)));
        var link = new Uri(host.Output.First(IsLink).Split(' ')[3]);
        using var http = new HttpClient { BaseAddress = host.Address };

        using var opened = await http.PostAsJsonAsync("2/0/caller/session", new { code = link.Fragment["#code=".Length..] });
        using var again = await http.PostAsJsonAsync("2/0/caller/session", new { code = link.Fragment["#code=".Length..] });
        var session = (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("session");
        http.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("token").GetString());
        using var flows = await http.GetAsync(new Uri("2/0/integrationflows", UriKind.Relative));

        Assert.Equal(host.Address, new Uri(link.GetLeftPart(UriPartial.Path)));
        Assert.Equal(("developer", "editor"), (session.GetProperty("name").GetString(), session.GetProperty("role").GetString()));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (again.StatusCode, flows.StatusCode));
        var key = (await File.ReadAllTextAsync(Path.Combine(Folder, ".flows", "dev-key"))).Trim();
        Assert.All(host.Output.Concat(host.Errors), line => Assert.DoesNotContain(key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_with_keys_of_its_own_prints_no_link_for_the_key_of_a_start_before()
    {
        Directory.CreateDirectory(Path.Combine(Folder, ".flows"));
        await File.WriteAllTextAsync(Path.Combine(Folder, ".flows", "dev-key"), new string('k', 43));
        await using var host = StartHost(
            "--Security:Keys:0:Name=ann", "--Security:Keys:0:Role=editor", $"--Security:Keys:0:Salt={Convert.ToBase64String(new byte[16])}", $"--Security:Keys:0:Hash={Convert.ToBase64String(new byte[32])}");
        await host.ListeningAsync();
        await BecomesReadyAsync(host);

        await host.StopAsync();
        await host.ExitAsync();

        Assert.DoesNotContain(host.Output, IsLink);
        Assert.DoesNotContain(host.Output.Concat(host.Errors), line => line.Contains("No link to sign in with", StringComparison.Ordinal));
    }

    private static bool IsLink(string line) => line.StartsWith("Sign in at http://", StringComparison.Ordinal);
}
