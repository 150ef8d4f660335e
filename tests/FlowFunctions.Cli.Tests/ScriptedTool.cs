using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests;

/// <summary>The tool, and a server with a script for it to talk to.</summary>
internal sealed class ScriptedTool : IAsyncDisposable
{
    public const string Key = "the-secret-key";

    /// <summary>Pauses between retries pass a hundred times as fast.</summary>
    private const int Haste = 100;

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    private ScriptedTool(ScriptedApi api)
    {
        Api = api;
        _environment["FLOWS_SERVER"] = api.Url;
        _environment["FLOWS_KEY"] = Key;
        Surroundings = ToolRun.Nowhere() with { Time = new FastTime(Haste), Environment = name => _environment.GetValueOrDefault(name) };
    }

    public ScriptedApi Api { get; }

    public Surroundings Surroundings { get; set; }

    public static async Task<ScriptedTool> StartAsync() => new(await ScriptedApi.StartAsync());

    public void Set(string variable, string? value)
    {
        if (value is null)
            _environment.Remove(variable);
        else
            _environment[variable] = value;
    }

    /// <summary>Somebody who types this.</summary>
    public void Type(string text) => Surroundings = Surroundings with { IsInputTerminal = true, Input = new StringReader(text) };

    /// <summary>A terminal of so many columns for data.</summary>
    public void OnTerminal(int width) => Surroundings = Surroundings with { IsOutputLive = true, Width = width };

    public Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.OfAsync(Surroundings, arguments);

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
