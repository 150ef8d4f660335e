using FlowFunctions.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace FlowFunctions.Tests.Security;

public class KeyRingSetupTests
{
    private const string Key = "kX2r9fWQm0b1ZzP7vJ4cT8sLhD3nGyUeA6iOoRtYxEw";

    [Fact]
    public async Task Change_in_a_source_of_configuration_that_tells_counts_at_once()
    {
        var configuration = Configuration("viewer");
        await using var services = await StartAsync(configuration);
        var keys = services.GetRequiredService<KeyRing>();
        Assert.Equal(new Caller("ann", Role.Viewer), keys.Find(Key));

        configuration["Security:Keys:nightly:Role"] = "operator";
        configuration.Reload();
        Assert.Equal(new Caller("ann", Role.Operator), keys.Find(Key));

        // Another key comes in place of it: in memory, a setting that was there can only be changed.
        configuration["Security:Keys:nightly:Hash"] = Convert.ToBase64String(KeyRing.HashOf(new byte[16], "another"));
        configuration.Reload();
        Assert.Null(keys.Find(Key));
    }

    [Fact]
    public async Task Change_that_is_not_valid_leaves_the_keys_as_they_are()
    {
        var configuration = Configuration("viewer");
        await using var services = await StartAsync(configuration);

        configuration["Security:Keys:nightly:Role"] = "root";
        Assert.ThrowsAny<Exception>(configuration.Reload);

        Assert.Equal(new Caller("ann", Role.Viewer), services.GetRequiredService<KeyRing>().Find(Key));
    }

    [Fact]
    public void Each_part_is_there_once_for_all()
    {
        var services = new ServiceCollection();

        Assert.Same(services, services.AddSecurity());

        Assert.All(
            [typeof(KeyRing), typeof(PlatformAuthentication), typeof(EntraIdCallers), typeof(RequestRate)],
            part => Assert.Equal(ServiceLifetime.Singleton, services.Single(service => service.ServiceType == part).Lifetime));
    }

    private static IConfigurationRoot Configuration(string role)
    {
        var salt = new byte[16];
        return new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Security:Keys:nightly:Name"] = "ann",
            ["Security:Keys:nightly:Role"] = role,
            ["Security:Keys:nightly:Salt"] = Convert.ToBase64String(salt),
            ["Security:Keys:nightly:Hash"] = Convert.ToBase64String(KeyRing.HashOf(salt, Key)),
        }).Build();
    }

    private static async Task<ServiceProvider> StartAsync(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(configuration).AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" }).AddSecurity();
        var provider = services.BuildServiceProvider();
        await provider.GetServices<IHostedService>().OfType<KeyRingSetup>().Single().StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }
}
