using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Anaplan.Odd;

/// <summary>
/// A service that answers by the documented facts of Anaplan's API and by nothing else that the application could count on: fields that nobody knows, numbers as texts, lists in
/// pieces and out of order, answers that are packed, bare or of another success code, tasks that are slow. It shares no code with the simulator.
/// </summary>
internal sealed partial class OddService : LoopbackServer
{
    private const int PageSize = 2;

    private readonly OddHabits _habits;
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> _files = new();
    private readonly ConcurrentDictionary<string, string[]> _contents = new();
    private readonly ConcurrentDictionary<string, bool> _refused = new();
    private readonly ConcurrentDictionary<string, bool> _completed = new();
    private readonly ConcurrentQueue<OddTask> _tasks = new();
    private readonly ConcurrentQueue<OddTask> _earlier = new();
    private readonly ConcurrentDictionary<string, string> _results = new();
    private int _tokens;
    private int _starts;
    private int _dumpRequests;
    private volatile string _token = "";

    private OddService(OddHabits habits) => _habits = habits;

    /// <summary>That the application started.</summary>
    public IReadOnlyList<OddTask> Tasks => [.. _tasks];

    public int Authentications => _tokens;

    /// <summary>A task that was there before the application came.</summary>
    public string EarlierTask => _earlier.First().Id;

    public static Task<OddService> StartAsync(OddHabits habits) => StartAsync(new OddService(habits));

    /// <summary>How the tasks of an action end: the JSON of a result.</summary>
    public OddService Ends(string actionId, string result)
    {
        _results[actionId] = result;
        for (var earlier = 0; earlier < _habits.EarlierTasks; earlier++)
        {
            _earlier.Enqueue(new(Guid.NewGuid().ToString("N").ToUpperInvariant(), actionId, TimeProvider.System.GetUtcNow().AddMinutes(earlier - 60), result));
        }

        return this;
    }

    /// <summary>What there is to fetch, chunk by chunk: an export's file under its id, or the rejected rows of an action.</summary>
    public OddService Holds(string id, params string[] chunks)
    {
        _contents[id] = chunks;
        return this;
    }

    /// <summary>What was uploaded.</summary>
    public string FileText(string fileId) => string.Concat(_files[fileId].Values.Select(Encoding.UTF8.GetString));

    protected override async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/token/", StringComparison.Ordinal))
        {
            _token = "odd-" + Interlocked.Increment(ref _tokens).ToString(CultureInfo.InvariantCulture);
            var end = _habits.ExpiresAt is { } at ? $"\"expiresAt\":{at}," : "";
            await AnswerAsync(context, 201, $$$"""{"meta":{"validationUrl":"/x"},"status":"SUCCESS","tokenInfo":{ {{{end}}}"tokenValue":"{{{_token}}}","tokenId":17,"refreshTokenId":null}}""");
            return;
        }

        if (context.Request.Headers.Authorization != "AnaplanAuthToken " + _token || RefusesTokenOf(context.Request))
        {
            await AnswerAsync(context, 401, "{\"status\":\"FAILURE_BAD_TOKEN\"}");
            return;
        }

        var model = path.Split("/models/", 2)[1];
        await HandleAsync(context, model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('/'));
    }

    /// <param name="context">The request.</param>
    /// <param name="path">After the model.</param>
    private Task HandleAsync(HttpContext context, string[] path) => (context.Request.Method, path) switch
    {
        ("POST", ["files", var file]) => OpenUploadAsync(context, file),
        ("PUT", ["files", var file, "chunks", var chunk]) => TakeChunkAsync(context, file, chunk),
        ("POST", ["files", var file, "complete"]) => CompleteAsync(context, file),
        ("GET", ["files", var file, "chunks"]) => ListChunksAsync(context, file),
        ("GET", ["files", var file, "chunks", var chunk]) => AnswerAsync(context, 200, _contents[file][int.Parse(chunk, CultureInfo.InvariantCulture)], "application/octet-stream"),
        ("POST", [_, var action, "tasks"]) => StartTaskAsync(context, action),
        ("GET", [_, var action, "tasks"]) => ListTasksAsync(context, action),
        ("GET", [_, _, "tasks", var task]) => AnswerAsync(context, 202, $$$"""{"meta":{"schema":"task"},"status":{"code":"200"},"task":{{{TaskOf(task).Look()}}}}"""),
        ("GET", [_, var action, "tasks", _, "dump", .. var rest]) => DumpAsync(context, action, rest),
        ("GET", [_, _, "tasks", _, "dumps", var import, .. var rest]) => DumpAsync(context, import, rest),
        _ => AnswerAsync(context, 404, "{\"status\":{\"code\":404}}"),
    };

    private bool RefusesTokenOf(HttpRequest request)
    {
        var kind = request.Method + Ids().Replace(request.Path.Value!, "*");
        if (!_habits.RefusesTokens || !_refused.TryAdd(kind, true))
        {
            return false;
        }

        _token = "";
        return true;
    }

    private Task OpenUploadAsync(HttpContext context, string file)
    {
        _files[file] = [];
        _completed.TryRemove(file, out _);
        context.Response.StatusCode = 200;
        return Task.CompletedTask;
    }

    private async Task TakeChunkAsync(HttpContext context, string file, string chunk)
    {
        await using var gzip = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await gzip.CopyToAsync(bytes);
        lock (_files[file])
        {
            _files[file][int.Parse(chunk, CultureInfo.InvariantCulture)] = bytes.ToArray();
        }

        context.Response.StatusCode = 204;
    }

    private async Task CompleteAsync(HttpContext context, string file)
    {
        if (!_completed.TryAdd(file, true) && _habits.CompletesOnce)
        {
            await AnswerAsync(context, 400, "{\"status\":{\"code\":400,\"message\":\"No upload is open.\"}}");
            return;
        }

        context.Response.StatusCode = 202;
    }

    private async Task StartTaskAsync(HttpContext context, string action)
    {
        var fate = Interlocked.Increment(ref _starts) == 1 ? _habits.FirstStart : StartFate.Answered;
        if (_habits.AnotherUserAfter is { } later && _starts == 1)
        {
            _earlier.Enqueue(new(Guid.NewGuid().ToString("N").ToUpperInvariant(), action, TimeProvider.System.GetUtcNow() + later, _results[action]));
        }

        if (fate == StartFate.RequestLost)
        {
            context.Abort();
            return;
        }

        var task = new OddTask(Guid.NewGuid().ToString("N").ToUpperInvariant(), action, TimeProvider.System.GetUtcNow(), _results[action]);
        _tasks.Enqueue(task);
        if (fate == StartFate.AnswerLost)
        {
            context.Abort();
            return;
        }

        await AnswerAsync(context, fate == StartFate.Answered ? 201 : 200, fate == StartFate.Answered ? $$$"""{"status":{"code":201},"task":{"taskId":"{{{task.Id}}}","priority":"9"}}""" : "");
    }

    private Task ListTasksAsync(HttpContext context, string action)
    {
        var now = TimeProvider.System.GetUtcNow();
        string[] lines = [.. _earlier.Concat(_tasks)
            .Where(task => task.ActionId == action && task.CreatedAt <= now && now - task.CreatedAt >= _habits.ListedAfter && !_habits.ListsNoEnded)
            .Select(task => task.Line())];
        return lines.Length == 0 && _habits.HasNoEmptyLists
            ? AnswerAsync(context, 404, "{\"status\":{\"code\":404,\"message\":\"No tasks.\"}}")
            : AnswerPageAsync(context, "tasks", lines);
    }

    private Task ListChunksAsync(HttpContext context, string id)
    {
        var count = _contents[id].Length;
        string[] chunks = _habits.NamesChunksOnly
            ? [.. Enumerable.Range(0, count).Select(chunk => $$$"""{"name":"Chunk {{{chunk}}}"}""")]
            : [.. Enumerable.Range(0, count).Reverse().Select(chunk => chunk % 2 == 0 ? $$$"""{"name":"Chunk {{{chunk}}}","id":{{{chunk}}}}""" : $$$"""{"id":"{{{chunk}}}","name":null}""")];
        return AnswerPageAsync(context, "chunks", chunks);
    }

    private Task DumpAsync(HttpContext context, string id, string[] rest)
    {
        if (Interlocked.Increment(ref _dumpRequests) <= _habits.DumpOutages)
        {
            return AnswerAsync(context, 503, "");
        }

        return (_contents.TryGetValue(id, out var chunks), rest) switch
        {
            (true, ["chunks"]) => ListChunksAsync(context, id),
            (true, ["chunks", var chunk]) => AnswerAsync(context, 200, chunks![int.Parse(chunk, CultureInfo.InvariantCulture)], "application/octet-stream"),
            _ => AnswerAsync(context, 404, ""),
        };
    }

    private OddTask TaskOf(string id) => _tasks.Concat(_earlier).First(task => task.Id == id);

    /// <summary>A page of a list; the address of the next one has no host.</summary>
    private static Task AnswerPageAsync(HttpContext context, string name, string[] items)
    {
        var offset = int.TryParse(context.Request.Query["offset"], CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        string[] page = [.. items.Skip(offset).Take(PageSize)];
        var next = offset + PageSize < items.Length ? $",\"next\":\"{context.Request.Path}?limit={PageSize}&offset={offset + PageSize}\"" : "";
        return AnswerAsync(
            context,
            200,
            $$$"""{"meta":{"schema":"{{{name}}}","paging":{"currentPageSize":"{{{page.Length}}}","offset":"{{{offset}}}","totalSize":"{{{items.Length}}}"{{{next}}}}},"{{{name}}}":[{{{string.Join(',', page)}}}],"sorted":null}""");
    }

    private static async Task AnswerAsync(HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        if (body.Length == 0)
        {
            return;
        }

        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(body));
            return;
        }

        await context.Response.WriteAsync(body);
    }

    [GeneratedRegex("[0-9A-F]{12,}|(?<=/)[0-9]+(?=/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Ids();
}
