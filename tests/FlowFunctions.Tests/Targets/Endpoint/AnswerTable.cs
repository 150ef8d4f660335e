using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.Tests.Targets.Endpoint;

/// <summary>
/// What endpoints answer, and what each answer means: request | status and headers | body | meaning. A body is written in UTF-8, with <c>\xHH</c> for a byte that is none. Meanings: how the
/// step ends with its code and message, <c>again</c> with when it is asked for and why, or <c>goes on</c> with where, when, how far and what is said.
/// </summary>
internal static partial class AnswerTable
{
    private const string Rows = """
        # Success says nothing, or says it.
        POST | 200 | | success
        POST | 201 | | success
        POST | 203 | | success
        POST | 204 | | success
        POST | 205 | | success
        POST | 206 | | success
        POST | 299 | | success
        POST | 200, Content-Type: text/html | <html>done</html> | success
        POST | 200, Content-Type: text/plain | OK | success
        POST | 200, Content-Type: text/plain | {"outcome": | success
        POST | 200, Content-Type: application/octet-stream | \x00\xFF\xFE | success
        POST | 200, Content-Type: application/json | | success
        POST | 200, Content-Type: application/json | \x20\x0D\x0A\x09 | success
        POST | 200, Content-Type: application/json | null | success
        POST | 200, Content-Type: application/json | true | success
        POST | 200, Content-Type: application/json | "failure" | success
        POST | 200, Content-Type: application/json | [{"outcome":"failure"}] | success
        POST | 200, Content-Type: application/json | {} | success
        POST | 200, Content-Type: application/json | {"rows":5} | success
        POST | 200, Content-Type: application/json | {"message":"5 rows"} | success "5 rows"
        POST | 200, Content-Type: application/json | {"message":5} | success
        POST | 200, Content-Type: application/json | {"message":""} | success
        POST | 200, Content-Type: application/json | {"outcome":"success"} | success
        POST | 200, Content-Type: application/json | {"outcome":"success","executionErrorCode":7} | success
        POST | 200, Content-Type: application/json | {"outcome":"success","error":"of no account","status":"Failed"} | success
        POST | 201, Content-Type: application/json | {"outcome":"success","message":"made"} | success "made"
        GET | 200 | | success
        GET | 204 | | success
        GET | 200, Content-Type: text/html | <html>done</html> | success
        GET | 200, Content-Type: application/json | {"outcome":"success","message":"5 rows"} | success "5 rows"

        # An outcome is what it says, or the answer is malformed.
        POST | 200, Content-Type: application/json | {"outcome":"partial_success","message":"3 of 5"} | partial success "3 of 5"
        POST | 200, Content-Type: application/json | {"outcome":"partial_success","executionErrorCode":-1} | partial success -1
        POST | 200, Content-Type: application/json | {"outcome":"failure"} | failure
        POST | 200, Content-Type: application/json | {"outcome":"failure","message":"no rows","executionErrorCode":42} | failure 42 "no rows"
        POST | 200, Content-Type: application/json | {"outcome":"failure","message":null,"executionErrorCode":null} | failure
        POST | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":999} | failure 999
        POST | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":1000} | failure
        POST | 200, Content-Type: application/json | {"outcome":"failure","message":"Cancelled by ann","executionErrorCode":1003} | failure "Cancelled by ann"
        POST | 200, Content-Type: application/json | {"outcome":"failure","message":"no such model","executionErrorCode":1005} | failure "no such model"
        POST | 200, Content-Type: application/json | {"outcome":"partial_success","executionErrorCode":1008} | partial success
        POST | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":1099} | failure
        POST | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":1100} | failure 1100
        GET | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":1003} | failure
        POST | 200, Content-Type: text/plain | {"outcome":"failure"} | failure
        POST | 200 | {"outcome":"failure"} | failure
        POST | 200, Content-Type: nonsense | {"outcome":"failure"} | failure
        POST | 200, Content-Type: application/problem+json | {"outcome":"failure"} | failure
        POST | 200, Content-Type: APPLICATION/JSON | {"outcome":"failure"} | failure
        POST | 204, Content-Type: application/json | {"outcome":"failure"} | failure
        GET | 200, Content-Type: application/json | {"outcome":"failure","message":"no rows"} | failure "no rows"
        POST | 200, Content-Type: application/json | {"outcome":"failed"} | failure 1007 "The endpoint's answer is malformed: 'outcome' must be success, partial_success or failure."
        POST | 200, Content-Type: application/json | {"outcome":"Success"} | failure 1007 "The endpoint's answer is malformed: 'outcome' must be success, partial_success or failure."
        POST | 200, Content-Type: application/json | {"outcome":true} | failure 1007 "The endpoint's answer is malformed: 'outcome' must be success, partial_success or failure."
        POST | 200, Content-Type: application/json | {"outcome":null} | failure 1007 "The endpoint's answer is malformed: 'outcome' must be success, partial_success or failure."
        POST | 200, Content-Type: text/plain | {"outcome":1} | failure 1007 "The endpoint's answer is malformed: 'outcome' must be success, partial_success or failure."
        POST | 200, Content-Type: application/json | {"outcome":"success","message":1} | failure 1007 "The endpoint's answer is malformed: 'message' must be a string."
        POST | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":1.5} | failure 1007 "The endpoint's answer is malformed: 'executionErrorCode' must be a whole number."
        POST | 200, Content-Type: application/json | {"outcome":"failure","executionErrorCode":"42"} | failure 1007 "The endpoint's answer is malformed: 'executionErrorCode' must be a whole number."
        POST | 200, Content-Type: application/json | {"outcome":"fail | failure 1007 "The endpoint's answer is malformed: its JSON cannot be read."
        POST | 200, Content-Type: application/json | {"outcome":"success"}{} | failure 1007 "The endpoint's answer is malformed: its JSON cannot be read."
        POST | 200, Content-Type: application/json | <html>Maintenance</html> | failure 1007 "The endpoint's answer is malformed: its JSON cannot be read."
        POST | 200, Content-Type: application/vnd.acme+json | {'outcome':'success'} | failure 1007 "The endpoint's answer is malformed: its JSON cannot be read."
        GET | 200, Content-Type: application/json | { | failure 1007 "The endpoint's answer is malformed: its JSON cannot be read."

        # Bytes are text in their charset; a mark decides, and what is wrong is replaced.
        POST | 200, Content-Type: text/plain | \xEF\xBB\xBF{"outcome":"failure"} | failure
        POST | 200, Content-Type: application/json | \xEF\xBB\xBF{"outcome":"success"} | success
        POST | 200, Content-Type: application/json | \xEF\xBB\xBF | success
        GET | 200, Content-Type: application/json | \xEF\xBB\xBF{"outcome":"failure"} | failure
        POST | 200, Content-Type: application/json; charset=utf-16 | \xFF\xFE{\x00"\x00m\x00e\x00s\x00s\x00a\x00g\x00e\x00"\x00:\x00"\x00\xE4\x00"\x00}\x00 | success "ä"
        POST | 200, Content-Type: application/json | \xFE\xFF\x00{\x00"\x00m\x00e\x00s\x00s\x00a\x00g\x00e\x00"\x00:\x00"\x00\xE4\x00"\x00} | success "ä"
        POST | 200, Content-Type: application/json; charset=utf-16le | {\x00}\x00 | success
        POST | 200, Content-Type: application/json; charset=iso-8859-1 | {"message":"\xE4"} | success "ä"
        POST | 200, Content-Type: application/json; charset="ISO-8859-1" | {"message":"\xE4"} | success "ä"
        POST | 200, Content-Type: application/json; charset=windows-1252 | {"message":"\x80"} | success "€"
        POST | 200, Content-Type: application/json; charset=shift_jis | {"message":"\x83e"} | success "テ"
        POST | 200, Content-Type: application/json; charset=UTF-8 | {"message":"ä"} | success "ä"
        POST | 200, Content-Type: application/json; charset=unheard-of | {"message":"ä"} | success "ä"
        POST | 200, Content-Type: application/json; charset=utf-7 | {"message":"+AGE-"} | success "+AGE-"
        POST | 200, Content-Type: application/json | {"message":"\xE4 rows"} | success "� rows"
        POST | 200, Content-Type: application/json | {"message":"\xED\xA0\xBD"} | success "���"
        POST | 200, Content-Type: application/json | {"outcome":"success","message":"x \ud83d"} | success "x �"
        POST | 200, Content-Type: application/json | {"outcome":"success","message":"\uDE00\ud83d\uDE00\ud83d"} | success "�😀�"
        POST | 200, Content-Type: application/json | {"outcome":"failure","message":"\\ud83d \"\ud83d"} | failure "\ud83d "�"
        POST | 200, Content-Type: application/json | {"outcome":"\ud83d"} | failure 1007 "The endpoint's answer is malformed: 'outcome' must be success, partial_success or failure."
        POST | 200, Content-Type: application/json | {"\ud83d":1,"outcome":"failure"} | failure
        POST | 400, Content-Type: application/json | \xEF\xBB\xBF{"message":"x \ud83d"} | failure 1007 "x �"

        # Text is data.
        POST | 200, Content-Type: application/json | {"message":"a\u001b[2J\r\n\u0007\u202eb\u0000"} | success "a�[2J  ��b�"
        POST | 500, Content-Type: application/json | {"message":"\u001b[2J"} | again 1007 "The endpoint answered 500 Internal Server Error."
        POST | 404, Content-Type: application/json | {"message":"no\tfile\u2066"} | failure 1007 "no file�"

        # Another service's failure is none of ours to call a success.
        GET | 200, Content-Type: application/json | {"runtimeStatus":"Failed","output":"disk full"} | failure 1007 "The endpoint reports runtimeStatus 'Failed': disk full"
        GET | 200, Content-Type: application/json | {"status":"Failed","error":{"code":"E1","message":"disk full"}} | failure 1007 "The endpoint reports status 'Failed': disk full"
        GET | 200, Content-Type: application/json | {"status":"failed"} | failure 1007 "The endpoint reports status 'failed'."
        GET | 200, Content-Type: application/json | {"status":"Canceled","message":"by eve"} | failure 1007 "The endpoint reports status 'Canceled': by eve"
        GET | 200, Content-Type: application/json | {"status":"Cancelled"} | failure 1007 "The endpoint reports status 'Cancelled'."
        GET | 200, Content-Type: application/json | {"runtimeStatus":"Terminated","status":"Failed"} | failure 1007 "The endpoint reports status 'Failed'."
        GET | 200, Content-Type: application/json | {"error":7} | failure 1007 "The endpoint reports an error: 7"
        GET | 200, Content-Type: application/json | {"error":"","output":"disk full"} | failure 1007 "The endpoint reports an error: disk full"
        GET | 200, Content-Type: application/json | {"runtimeStatus":"Terminated","output":null} | failure 1007 "The endpoint reports runtimeStatus 'Terminated'."
        GET | 200, Content-Type: application/json | {"runtimeStatus":"Failed","output":{"rows":0}} | failure 1007 "The endpoint reports runtimeStatus 'Failed': {"rows":0}"
        GET | 200, Content-Type: application/json | {"error":"no space"} | failure 1007 "The endpoint reports an error: no space"
        GET | 200, Content-Type: application/json | {"error":{"message":"no space"}} | failure 1007 "The endpoint reports an error: no space"
        GET | 200, Content-Type: text/plain | {"error":17} | failure 1007 "The endpoint reports an error: 17"
        GET | 200, Content-Type: application/json | {"error":null,"message":"fine"} | success "fine"
        GET | 200, Content-Type: application/json | {"status":"Completed"} | success
        GET | 200, Content-Type: application/json | {"runtimeStatus":"Completed","output":"5 rows"} | success
        GET | 200, Content-Type: application/json | {"status":200} | success
        POST | 200, Content-Type: application/json | {"status":"Failed","message":"disk full"} | failure 1007 "The endpoint reports status 'Failed': disk full"
        POST | 200, Content-Type: application/json | {"runtimeStatus":"Canceled"} | failure 1007 "The endpoint reports runtimeStatus 'Canceled'."
        POST | 200, Content-Type: application/json | {"error":""} | failure 1007 "The endpoint reports an error."
        POST | 200, Content-Type: application/json | {"status":"ok"} | success

        # What goes on is followed.
        POST | 202, Location: /tasks/1 | | goes on at https://example.com/tasks/1
        POST | 202, Location: tasks/1?full=1 | | goes on at https://example.com/v1/tasks/1?full=1
        POST | 202, Location: https://example.com/tasks/1 | {"progress":0.25,"message":"reading"} | goes on at https://example.com/tasks/1, 0.25 "reading"
        POST | 202, Location: /tasks/1, Retry-After: 3 | | goes on at https://example.com/tasks/1 in 3 s
        POST | 202, Location: /tasks/1, Retry-After: 0 | | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1 | {"progress":7,"message":5} | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1 | {"progress":0} | goes on at https://example.com/tasks/1, 0
        POST | 202, Location: /tasks/1 | {"progress":-0.5} | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1 | {"progress":1.5} | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1 | {"progress":"0.5"} | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1 | <html>wait</html> | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1, Content-Type: application/json | { | goes on at https://example.com/tasks/1
        POST | 202, Location: /tasks/1 | {"message":"\ud83d"} | goes on at https://example.com/tasks/1 "�"
        POST | 202 | | failure 1007 "The endpoint answered 202 without a Location, so its task cannot be followed."
        POST | 202, Location: https://example.org/tasks/1 | | failure 1007 "The endpoint answered 202 with a Location on another origin (https://example.org), so its task cannot be followed."
        POST | 202, Location: http://example.com/tasks/1 | | failure 1007 "The endpoint answered 202 with a Location on another origin (http://example.com), so its task cannot be followed."
        POST | 202, Location: https://example.com:8443/tasks/1 | | failure 1007 "The endpoint answered 202 with a Location on another origin (https://example.com:8443), so its task cannot be followed."
        POST | 202, Location: https://u:p@example.com/tasks/1 | | failure 1007 "The endpoint answered 202 with a Location that is no usable address, so its task cannot be followed."
        POST | 200, Location: /tasks/1, Content-Type: application/json | {"status":"Running"} | goes on at https://example.com/tasks/1
        POST | 200, Content-Type: application/json | {"status":"Running"} | failure 1007 "The endpoint says that the step goes on without a Location, so its task cannot be followed."
        GET | 202 | | goes on at https://example.com/tasks/9
        GET | 202, Location: /tasks/10, Retry-After: 60 | {"progress":1} | goes on at https://example.com/tasks/10 in 60 s, 1
        GET | 200, Content-Type: application/json | {"runtimeStatus":"Running","message":"half"} | goes on at https://example.com/tasks/9 "half"
        GET | 200, Retry-After: 9, Content-Type: application/json | {"status":"pending"} | goes on at https://example.com/tasks/9 in 9 s

        # A redirect of what is to be done is not followed.
        POST | 301, Location: /moved | | failure 1007 "The endpoint answered 301 Moved Permanently, which is not followed; it points to https://example.com/moved."
        POST | 302, Location: /moved | {"outcome":"success"} | failure 1007 "The endpoint answered 302 Found, which is not followed; it points to https://example.com/moved."
        POST | 303, Location: https://example.org/done?sig=secret#x | | failure 1007 "The endpoint answered 303 See Other, which is not followed; it points to https://example.org/done?…."
        POST | 307, Location: https://u:p@example.com/task | | failure 1007 "The endpoint answered 307 Temporary Redirect, which is not followed; it points to https://example.com/task."
        POST | 308 | | failure 1007 "The endpoint answered 308 Permanent Redirect, which is not followed; it points nowhere."
        POST | 302, Location: http://[ | | failure 1007 "The endpoint answered 302 Found, which is not followed; it points nowhere."
        POST | 300, Location: /moved | | failure 1007 "The endpoint answered 300 Multiple Choices."
        POST | 304 | | failure 1007 "The endpoint answered 304 Not Modified."
        GET | 302, Location: https://example.org/moved | | failure 1007 "The endpoint answered 302 with a Location on another origin (https://example.org), which is not followed."
        GET | 302 | | failure 1007 "The endpoint answered 302 without a Location, which is not followed."
        GET | 307, Location: /tasks/9 | | failure 1007 "The endpoint redirects more than 5 times."

        # What the endpoint refuses stays refused; what it cannot do now is asked for again, when it wishes, within reason.
        POST | 400, Content-Type: application/json | {"message":"unknown model"} | failure 1007 "unknown model"
        POST | 400, Content-Type: application/json | {"message": | failure 1007 "The endpoint answered 400 Bad Request."
        POST | 401 | | failure 1007 "The endpoint answered 401 Unauthorized."
        POST | 404, Content-Type: text/html | <html/> | failure 1007 "The endpoint answered 404 Not Found."
        POST | 409, Content-Type: application/json | {"outcome":"success"} | failure 1007 "The endpoint answered 409 Conflict."
        POST | 499 | | failure 1007 "The endpoint answered 499 Client Closed Request."
        GET | 410 | | failure 1007 "The endpoint answered 410 Gone."
        POST | 408 | | again 1007 "The endpoint answered 408 Request Timeout."
        POST | 429 | | again 1007 "The endpoint answered 429 Too Many Requests."
        POST | 500, Content-Type: application/json | {"outcome":"success"} | again 1007 "The endpoint answered 500 Internal Server Error."
        POST | 502, Content-Type: text/html | <html/> | again 1007 "The endpoint answered 502 Bad Gateway."
        POST | 503, Retry-After: 7 | | again in 7 s 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: 0 | | again 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: -5 | | again 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: 1.5 | | again 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: soon | | again 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: | | again 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: 3600 | | again in 3600 s 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: 31536000 | | again in 3600 s 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: 99999999999999999999 | | again in 3600 s 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: Tue, 24 Nov 2026 08:00:30 GMT | | again in 30 s 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: Mon, 23 Nov 2026 08:00:30 GMT | | again 1007 "The endpoint answered 503 Service Unavailable."
        POST | 503, Retry-After: Wed, 24 Nov 2027 08:00:00 GMT | | again in 3600 s 1007 "The endpoint answered 503 Service Unavailable."
        POST | 504 | | again 1007 "The endpoint answered 504 Gateway Timeout."
        POST | 599 | | again 1007 "The endpoint answered 599."
        GET | 503, Retry-After: 7 | | again in 7 s 1007 "The endpoint answered 503 Service Unavailable."

        # Compression that nobody asked for is undone where it can be.
        POST | 200, Content-Encoding: identity, Content-Type: application/json | {"outcome":"failure"} | failure
        POST | 200, Content-Encoding: gzip | \x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03\xABV\xCA/-I\xCE\xCFMU\xB2RJK\xCC\xCC)-JU\xAA\x05\x00Eu\xB7\xCB\x15\x00\x00\x00 | failure
        POST | 200, Content-Encoding: gzip, Content-Type: application/json | {"outcome":"success"} | failure 1007 "The endpoint answered 200 OK, but its answer broke off: how the step ended is not known. Look there before it is run again."
        POST | 200, Content-Encoding: zstd, Content-Type: application/json | {"outcome":"success"} | failure 1007 "The endpoint answered 200 OK, but its answer is compressed as 'zstd', which cannot be read: how the step ended is not known. Look there before it is run again."
        GET | 200, Content-Encoding: gzip, Content-Type: application/json | {"outcome":"success"} | again 1007 "The endpoint answered 200 OK, but its answer broke off."
        """;

    /// <summary>Those of <see cref="Rows"/>.</summary>
    public static IReadOnlyList<string> Lines { get; } = [.. Rows.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    public static string[] Columns(string row) => row.Split('|', StringSplitOptions.TrimEntries);

    /// <param name="head">Status and headers, as they stand in the table.</param>
    /// <param name="body">Its bytes.</param>
    public static HttpResponseMessage Answer(string head, byte[] body)
    {
        var parts = Header().Split(head);
        var answer = new HttpResponseMessage((HttpStatusCode)int.Parse(parts[0].Trim(), CultureInfo.InvariantCulture)) { Content = new ByteArrayContent(body) };
        foreach (var part in parts[1..])
        {
            var (name, value) = (part[..part.IndexOf(':', StringComparison.Ordinal)], part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            Assert.True(answer.Headers.TryAddWithoutValidation(name, value) || answer.Content.Headers.TryAddWithoutValidation(name, value), part);
        }

        return answer;
    }

    /// <summary><c>\xHH</c> is a byte; the rest is UTF-8.</summary>
    public static byte[] Body(string text)
    {
        var bytes = new List<byte>();
        var end = 0;
        foreach (Match match in Byte().Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[end..match.Index]));
            bytes.Add(byte.Parse(match.Groups["byte"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            end = match.Index + match.Length;
        }

        return [.. bytes, .. Encoding.UTF8.GetBytes(text[end..])];
    }

    [GeneratedRegex(@"\\x(?<byte>[0-9A-F]{2})", RegexOptions.NonBacktracking)]
    private static partial Regex Byte();

    [GeneratedRegex(", (?=[A-Z][A-Za-z-]+:)", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Header();
}
