using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Connections;

/// <summary>
/// Reads a connection as a client sends it. No message repeats a value of the body: what was put into the wrong field may be a secret. None of the methods throws,
/// whatever the bytes are.
/// </summary>
public static class ConnectionReader
{
    private static readonly FieldNames Fields = new("type", "body");

    /// <summary>A new connection: <c>{"type": …, "body": {…}}</c>.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static Parsed<ConnectionDraft> ReadNew(ReadOnlyMemory<byte> utf8Json) => DocumentReader.Read(utf8Json, root =>
    {
        if (root.AsObject(Fields) is not { } connection)
        {
            return null;
        }

        var type = connection.Required("type") is { } given ? ReadType(given) : null;
        var body = connection.Required("body");
        return type is { } known && body is not null ? ConnectionBodyReader.Read(body, known, current: null) : null;
    });

    /// <summary>The whole body of a connection that exists, whose type stays as it is.</summary>
    public static Parsed<ConnectionDraft> ReadBody(ReadOnlyMemory<byte> utf8Json, ConnectionType type) =>
        DocumentReader.Read(utf8Json, root => ConnectionBodyReader.Read(root, type, current: null));

    /// <summary>
    /// The fields of a body that change: what is given replaces, null takes away (RFC 7396), the rest is as <paramref name="current"/> has it. A service
    /// account's key is one field.
    /// </summary>
    public static Parsed<ConnectionDraft> ReadPatch(ReadOnlyMemory<byte> utf8Json, ConnectionInput current) =>
        DocumentReader.Read(utf8Json, root => ConnectionBodyReader.Read(root, current.Settings.Type, current));

    private static ConnectionType? ReadType(DocumentValue value) => value.AsOneOf(
        (nameof(ConnectionType.AzureBlob), ConnectionType.AzureBlob),
        (nameof(ConnectionType.AmazonS3), ConnectionType.AmazonS3),
        (nameof(ConnectionType.GoogleBigQuery), ConnectionType.GoogleBigQuery));
}
