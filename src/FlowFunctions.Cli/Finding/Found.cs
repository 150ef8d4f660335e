using System.Text.Json.Nodes;

namespace FlowFunctions.Cli.Finding;

/// <summary>Something on the server that a name or an id led to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Name">As the server has it.</param>
/// <param name="Summary">What the server said about it on the way: at least what its list says.</param>
internal sealed record Found(Kind Kind, string Id, string Name, JsonObject Summary)
{
    public string Text => Kind.Called(Name);

    public bool IsFlow => Kind == Kind.Flow;

    public static Found Of(Kind kind, JsonObject item) => new(kind, kind.IdOf(item), kind.NameOf(item), item);
}
