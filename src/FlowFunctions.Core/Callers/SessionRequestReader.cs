using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Callers;

/// <summary>Reads the body of a request to open a session.</summary>
public static class SessionRequestReader
{
    private const int MaximumLength = 200;

    private static readonly FieldNames Fields = new("code");

    /// <summary>The code, which need not be one. Never throws, whatever the bytes are.</summary>
    public static Parsed<string> Read(ReadOnlyMemory<byte> utf8Json) => DocumentReader.Read(utf8Json, root => root.AsObject(Fields)?.Required("code")?.AsString(MaximumLength));
}
