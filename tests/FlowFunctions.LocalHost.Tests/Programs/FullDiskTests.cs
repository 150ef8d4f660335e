using System.Net;
using System.Net.Http.Json;
using FlowFunctions.Testing;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>A host whose emulator has no room left on its disk, as far as the host is concerned.</summary>
public sealed class FullDiskTests : OutageTestBase
{
    [Fact]
    public async Task Writes_and_health_are_503_and_reads_go_on()
    {
        await using var host = StartHost("--Host:MinimumFreeMebibytes=1000000000");
        await host.ListeningAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("x-functions-key", (await File.ReadAllTextAsync(Path.Combine(Folder, ".flows", "dev-key"))).Trim());

        foreach (var path in new[] { "2/0/health", "2/0/health/ready" })
        {
            using var health = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        }

        using var written = await http.PostAsJsonAsync("2/0/integrations", new { name = "a", endpoint = new { url = "http://127.0.0.1:1" } });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, written.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), written.Headers.RetryAfter?.Delta);
        Assert.Contains("disk of the storage emulator is full", await written.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await Wait.Until(async () => (await http.GetAsync(new Uri("2/0/integrations", UriKind.Relative))).StatusCode == HttpStatusCode.OK);
        using var live = await http.GetAsync(new Uri("2/0/health/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Single(host.Output.Concat(host.Errors), line => line.Contains("The disk of the storage emulator", StringComparison.Ordinal) && line.Contains(Path.Combine(Folder, ".azurite"), StringComparison.Ordinal));
    }
}
