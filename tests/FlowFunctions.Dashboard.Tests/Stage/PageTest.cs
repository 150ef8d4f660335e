namespace FlowFunctions.Dashboard.Tests.Stage;

/// <summary>A test of the page: the stage, and visitors who go when it ends.</summary>
/// <param name="stage">Of all tests.</param>
public abstract class PageTest(DashboardFixture stage) : IAsyncDisposable
{
    private readonly List<Visitor> _visitors = [];

    protected DashboardFixture Stage => stage;

    /// <inheritdoc cref="Visitor.ComeAsync"/>
    private protected async Task<Visitor> ComeAsync(string? role = "editor", BrowserNewContextOptions? options = null, string prefix = "")
    {
        var visitor = await Visitor.ComeAsync(stage, role, options, prefix);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <inheritdoc cref="SampleFlow.CreateAsync"/>
    private protected async Task<SampleFlow> CreateAsync(string name, params (string Name, string Path, string[] DependsOn, string OnFailure)[] steps)
    {
        await stage.StartAsync();
        return await SampleFlow.CreateAsync(stage, name, steps);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors)
        {
            await visitor.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
