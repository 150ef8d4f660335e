namespace FlowFunctions.Core.Documents;

/// <summary>A place in a text as an editor shows it.</summary>
/// <param name="Line">From 1; lines end with LF.</param>
/// <param name="Column">From 1, in bytes of UTF-8.</param>
internal sealed record TextPosition(int Line, int Column)
{
    public static TextPosition Of(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..offset];
        return new(before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }

    public override string ToString() => $"line {Line}, position {Column}";
}
