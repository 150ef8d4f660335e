using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.EndToEnd;

/// <summary>Demos as processes, in a folder of their own.</summary>
[Needs(Need.App)]
public abstract class DemoTestBase(AzuriteFixture azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flows-demo-").FullName;

    private readonly string _isolation = $"demo{Random.Shared.Next(1_000_000, 10_000_000)}";

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A demo on the data that the ones before it have left.</summary>
    private protected ToolProcess Start(params string[] options) => ToolProcess.Start(_folder, azurite.ConnectionString, _isolation, ["demo", .. options]);

    /// <summary>A demo that nothing but its folder tells from others.</summary>
    private protected ToolProcess StartIn(string? folder, params string[] options) =>
        ToolProcess.Start(folder ?? _folder, azurite.ConnectionString, isolation: null, ["demo", .. options]);
}
