using System.Text;
using CsCheck;

namespace FlowFunctions.Core.Tests.Documents;

/// <summary>Documents that were once right: bytes changed, dropped and doubled, values replaced, pieces of JSON strewn in.</summary>
internal static class Mutations
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e999", "0.5", "\"\"", "[]", "{}", "\\u0000", "\\ud83d", "//", "/**/", "\u00e4", "\ufeff",
        "\"name\":", "\"depends_on\":[],", "\"referrer\":1,", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    public static Gen<byte[]> Of(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var mutation = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Byte);
        return mutation.Array[1, 6].Select(mutations => mutations.Aggregate(bytes, (before, mutation) => Mutate(before, mutation.Item1, mutation.Item2, mutation.Item3, mutation.Item4)));
    }

    private static byte[] Mutate(byte[] document, int kind, int first, int second, byte value)
    {
        var start = first % (document.Length + 1);
        var end = Math.Min(document.Length, start + (second % 12));
        var piece = Encoding.UTF8.GetBytes(Pieces[second % Pieces.Length]);
        return kind switch
        {
            0 => [.. document[..start], value, .. document[start..]],
            1 => [.. document[..start], .. document[end..]],
            2 => [.. document[..end], .. document[start..]],
            3 => [.. document[..start], .. piece, .. document[start..]],
            _ => [.. document[..start], .. piece, .. document[end..]],
        };
    }
}
