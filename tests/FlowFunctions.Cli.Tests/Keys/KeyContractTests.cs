using FlowFunctions.Cli.Keys;
using FlowFunctions.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Cli.Tests.Keys;

/// <summary>The tool and the app share no code: the settings that the one writes must be those that the other reads.</summary>
public sealed class KeyContractTests
{
    [Theory]
    [InlineData("viewer", "0")]
    [InlineData("operator", "17")]
    [InlineData("editor", null)]
    public void Key_made_by_the_tool_opens_the_app(string role, string? entry)
    {
        var key = NewKey.Create("nightly", role, entry);
        var settings = key.Entry.Settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddSecurity();
        using var provider = services.BuildServiceProvider();
        var keys = new KeyRing();

        // Validated as at the app's start.
        keys.Load(provider.GetRequiredService<IOptions<SecurityOptions>>().Value.Keys);

        Assert.Equal(new Caller("nightly", Enum.Parse<Role>(role, ignoreCase: true)), keys.Find(key.Value));
        Assert.Null(keys.Find(key.Value[..^1]));
        Assert.DoesNotContain(key.Value, key.ToString());
    }
}
