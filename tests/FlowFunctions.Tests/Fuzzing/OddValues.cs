using System.Globalization;

namespace FlowFunctions.Tests.Fuzzing;

/// <summary>What programs and people send where something else is expected.</summary>
internal static class OddValues
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", new string('\0', 32), "\r\nX: y", "null", "undefined", "0", "-1", "1e999", "99999999999999999999", "NaN", "true", "'", "\"", "\\", "%", "%00", "%zz", "..", "../..", "a/b", "a?b#c", "*",
        "ＦＵＬＬ", "ünïcödé", "日本語", "🚀", string.Concat(Enumerable.Repeat("🚀", 16)), "\u202e", "\ufeff", "\ufffd", "a\u0301", "İ", "ß",
        "0193F0F0F0F0700080000000000000FF", "0193f0f0f0f07000800000000000000g", "0193f0f0f0f0700080000000000000f", new string('a', 32), new string('é', 32), new string('x', 300), new string('y', 9000),
        "'; drop table Flows;--", "PartitionKey eq 'flows'", "{0}", "${jndi:ldap://localhost}", "<script>", "version", "name:", "integrations",
    ];

    private static readonly string[] Tags =
        ["*", "\"\"", "\"0\"", "W/\"0\"", "W/*", "\"a\", \"b\"", "\"a\",,\"b\"", "a", "\"a", "*, \"a\"", ",", "W/\"datetime'2026-11-24T00%3A00%3A00Z'\"", ""];

    private static readonly string[] MediaTypes =
        ["application/json", "application/json; charset=utf-8", "application/json; charset=UTF-16", "application/merge-patch+json", "APPLICATION/JSON", "text/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json", ";", "application/json; charset=\"", "application/json; charset=nonsense", ""];

    private static readonly string[] Documents =
        ["null", "true", "0", "-0", "1e999", "1.5", "123456789012345678901234567890", "\"\"", "[]", "{}", "[[]]", "{\"a\":{}}", "\"\\ud800\"", "\"\\u0000\"", "\"\u2028\""];

    public static string Text(Random random) => random.Next(6) == 0 ? random.Next().ToString(CultureInfo.InvariantCulture) : Of(Texts, random);

    /// <summary>JSON for a value.</summary>
    public static string Json(Random random) => random.Next(8) switch
    {
        0 => System.Text.Json.JsonSerializer.Serialize(Text(random)),
        1 => Nested('[', ']', random.Next(2, 2000)),
        2 => new string('9', random.Next(1, 400)),
        _ => Of(Documents, random),
    };

    public static (string Name, string Value) Header(Random random) => random.Next(12) switch
    {
        0 or 1 => ("If-Match", Of(Tags, random)),
        2 or 3 => ("Idempotency-Key", random.Next(3) == 0 ? $"key {random.Next(5)}" : Text(random)),
        4 or 5 => ("Content-Type", Of(MediaTypes, random)),
        6 => ("Content-Encoding", Of(["gzip", "identity", ""], random)),
        7 => ("Authorization", Of(["Bearer", "Bearer ", "Basic YTpi", "AnaplanAuthToken x", "Digest username=\"a\""], random)),
        8 => ("x-functions-key", Text(random)),
        9 => ("X-MS-CLIENT-PRINCIPAL", "eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6W3sidHlwIjoicm9sZXMiLCJ2YWwiOiJlZGl0b3IifV19"),
        10 => ("If-None-Match", Of(Tags, random)),
        _ => (Of(["Accept", "Accept-Language", "Range", "If-Range", "Prefer", "X-HTTP-Method-Override", "traceparent", "Cookie"], random), Text(random)),
    };

    public static string QueryParameter(Random random)
    {
        var name = Of(["limit", "offset", "sortBy", "myIntegrations", "naming", "id", "runId", "code", ""], random);
        var value = random.Next(4) switch
        {
            0 => Of(["snake_case", "camelCase", "name", "-name", "1", "0", "5000", "2147483647", "kebab-case"], random),
            1 => Of(["%", "%zz", "%00", "%ff", "+", "%F0%9F", "%2", "[]"], random),
            _ => Uri.EscapeDataString(Text(random)),
        };
        return random.Next(10) == 0 ? name : $"{name}={value}";
    }

    public static string Nested(char open, char close, int depth) => new string(open, depth) + new string(close, depth);

    public static T Of<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];
}
