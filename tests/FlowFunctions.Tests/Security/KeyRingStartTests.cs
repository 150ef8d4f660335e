using FlowFunctions.Security;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;

namespace FlowFunctions.Tests.Security;

/// <summary>Which keys there are after the start and after a change, and what an operator is told of it.</summary>
public class KeyRingStartTests
{
    private const int Loaded = 1201;
    private const int DevelopmentKeyUsed = 1202;
    private const int NoKeys = 1203;
    private const int NoPlatform = 1204;

    [Theory]
    [InlineData("Production", true, false, false, new[] { Loaded })]
    [InlineData("Development", true, false, false, new[] { Loaded })]
    [InlineData("Production", false, false, false, new[] { NoKeys })]
    [InlineData("Production", false, false, true, new[] { NoKeys })]
    [InlineData("Production", false, true, false, new[] { NoPlatform, NoKeys })]
    [InlineData("Production", false, true, true, new int[0])]
    [InlineData("Production", true, true, false, new[] { Loaded, NoPlatform })]
    [InlineData("Development", false, false, false, new[] { DevelopmentKeyUsed })]
    [InlineData("Development", false, true, true, new[] { DevelopmentKeyUsed })]
    public async Task Start_says_which_callers_there_will_be(
        string environment, bool hasKey, bool isSignInWanted, bool isSignInEnforced, int[] events)
    {
        using var start = new Start(environment, Options(hasKey ? ["k"] : [], isSignInWanted), isSignInEnforced);

        await start.RunAsync();

        Assert.Equal(events, start.Events);
        Assert.Equal(hasKey, start.Keys.Find("k") is not null);
    }

    [Fact]
    public async Task Developer_s_key_is_that_of_the_folder_in_which_the_process_runs()
    {
        using var start = new Start("Development", Options([]), isSignInEnforced: false);

        await start.RunAsync();

        var key = await DevelopmentKey.ReadOrCreateAsync(Directory.GetCurrentDirectory(), TestContext.Current.CancellationToken);
        Assert.Equal(new Caller("developer", Role.Editor), start.Keys.Find(key));
    }

    [Fact]
    public async Task Developer_s_key_stays_until_there_are_others()
    {
        using var start = new Start("Development", Options([]), isSignInEnforced: false);
        await start.RunAsync();

        start.Change(Options([]));
        Assert.False(start.Keys.IsEmpty);

        start.Change(Options(["k"]));
        var key = await DevelopmentKey.ReadOrCreateAsync(Directory.GetCurrentDirectory(), TestContext.Current.CancellationToken);
        Assert.Null(start.Keys.Find(key));
        Assert.NotNull(start.Keys.Find("k"));
    }

    [Fact]
    public async Task Last_key_that_is_taken_away_closes_the_application_and_says_so()
    {
        using var start = new Start("Production", Options(["k", "l"]), isSignInEnforced: false);
        await start.RunAsync();

        start.Change(Options(["k"]));
        Assert.Equal([Loaded, Loaded], start.Events);
        Assert.Equal((true, false), (start.Keys.Find("k") is not null, start.Keys.Find("l") is not null));
        start.Change(Options([]));
        Assert.True(start.Keys.IsEmpty);

        Assert.Equal([Loaded, Loaded, NoKeys], start.Events);
    }

    [Fact]
    public async Task Changes_are_no_longer_listened_to_after_the_end()
    {
        using var start = new Start("Production", Options(["k"]), isSignInEnforced: false);
        await start.RunAsync();

        await start.StopAsync();
        start.Dispose();

        Assert.False(start.IsListening);
    }

    private static SecurityOptions Options(string[] keys, bool isSignInWanted = false) => new()
    {
        Keys = [.. keys.Select(key => new KeyOptions
        {
            Name = "ann",
            Role = "viewer",
            Salt = Convert.ToBase64String(new byte[16]),
            Hash = Convert.ToBase64String(KeyRing.HashOf(new byte[16], key)),
        })],
        EntraId = new() { Enabled = isSignInWanted },
    };

    private sealed class Start : ILogger<KeyRingSetup>, IDisposable
    {
        private readonly KeyRingSetup _setup;
        private Action<SecurityOptions, string?>? _changed;

        public Start(string environment, SecurityOptions options, bool isSignInEnforced)
        {
            var listening = new Mock<IDisposable>();
            listening.Setup(end => end.Dispose()).Callback(() => _changed = null);
            var monitor = new Mock<IOptionsMonitor<SecurityOptions>>();
            monitor.Setup(known => known.CurrentValue).Returns(options);
            monitor.Setup(known => known.OnChange(It.IsAny<Action<SecurityOptions, string?>>())).Returns(listening.Object)
                .Callback((Action<SecurityOptions, string?> changed) => _changed = changed);
            var signedIn = new EntraIdCallers(
                Microsoft.Extensions.Options.Options.Create(options), new PlatformAuthentication(isSignInEnforced));
            _setup = new KeyRingSetup(Keys, monitor.Object, signedIn, new HostingEnvironment { EnvironmentName = environment }, this);
        }

        public KeyRing Keys { get; } = new();

        public List<int> Events { get; } = [];

        public bool IsListening => _changed is not null;

        public Task RunAsync() => _setup.StartAsync(TestContext.Current.CancellationToken);

        public Task StopAsync() => _setup.StopAsync(TestContext.Current.CancellationToken);

        public void Change(SecurityOptions options) => _changed!(options, null);

        public void Dispose() => _setup.Dispose();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Add(eventId.Id);
    }
}
