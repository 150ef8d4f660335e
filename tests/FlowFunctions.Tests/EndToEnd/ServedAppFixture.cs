using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd;

/// <summary>
/// One application for all tests of a class, which run one after the other: a start costs more than most of them. They share what is stored, so that their flows
/// and integrations need names of their own.
/// </summary>
public sealed class ServedAppFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    internal ServedApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await ServedApp.StartAsync(azurite.NewAccount(), new() { ["Flows:InlineWait"] = "00:00:01" });

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
