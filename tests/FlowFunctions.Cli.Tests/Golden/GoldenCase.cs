namespace FlowFunctions.Cli.Tests.Golden;

/// <summary>A command line whose output is on record.</summary>
/// <param name="Name">Of the record's file.</param>
/// <param name="Arguments">Of the tool.</param>
internal sealed record GoldenCase(string Name, params string[] Arguments)
{
    /// <summary>What the server answers beside everything that finding and reading asks for.</summary>
    public Action<ScriptedApi> Script { get; init; } = _ => { };

    /// <summary>What is asked on a terminal, and what somebody types then; in a pipe nobody answers.</summary>
    public (string Prompt, string Text)? Answer { get; init; }

    /// <summary>Patterns of what differs from machine to machine, and what stands for it.</summary>
    public IReadOnlyList<(string Pattern, string Sign)> Varying { get; init; } = [];

    /// <summary>Whether time must pass as on the server's clock; otherwise it flies.</summary>
    public bool LooksAtTheClock { get; init; }

    public override string ToString() => Name;
}
