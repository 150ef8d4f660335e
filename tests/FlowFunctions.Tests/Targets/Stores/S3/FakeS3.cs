using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FlowFunctions.Testing;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Stores.S3;

/// <summary>
/// One bucket that keeps to the facts of Amazon S3's protocol as far as a client of it relies on them: signatures, hashes of what is sent, ETags, ranges,
/// conditions, lists in pages, multipart uploads. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
/// </summary>
internal sealed partial class FakeS3 : LoopbackServer
{
    public const string Bucket = "loads";
    public const string KeyId = "AKIDEXAMPLE";

    private const int PageSize = 2;

    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredUpload> _uploads = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _faults = new();
    private long _clock;

    public int OpenUploads => _uploads.Count;

    /// <summary>What requests must be signed for; null takes all. Others are told so, at the same address.</summary>
    public string? Region { get; set; }

    /// <summary>How many requests were signed for another one.</summary>
    public int Refused { get; private set; }

    /// <summary>Puts an object there.</summary>
    public void Put(string name, byte[] bytes) => _objects[name] = new(bytes, DateTime.UnixEpoch, "");

    /// <summary>As if the open uploads had been begun at <paramref name="instant"/>.</summary>
    public void DateUploads(DateTimeOffset instant)
    {
        foreach (var id in _uploads.Keys)
        {
            _uploads[id] = _uploads[id] with { Initiated = instant };
        }
    }

    public static Task<FakeS3> StartAsync() => StartAsync(new FakeS3());

    /// <summary>The next requests that would be answered fail like this instead.</summary>
    public void Fail(int times, Func<HttpContext, Task> fault)
    {
        for (var time = 0; time < times; time++)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>Nothing fails any more.</summary>
    public void Recover() => _faults.Clear();

    public void Fail(int times, int status, string code) => Fail(times, context => AnswerAsync(context, status, Error(code)));

    /// <summary>The next object that is read breaks off in its middle.</summary>
    public void CutNextObject() => Fail(1, async context =>
    {
        var stored = _objects[KeyOf(context)];
        context.Response.ContentLength = stored.Bytes.Length;
        context.Response.Headers.ETag = stored.ETag;
        await context.Response.Body.WriteAsync(stored.Bytes.AsMemory(0, stored.Bytes.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/[0-9]{8}/(?<region>[a-z0-9-]+)/s3/aws4_request, *SignedHeaders=[a-z0-9;-]+, *Signature=[0-9a-f]{64}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Signature { get; }

    private static string KeyOf(HttpContext context) => context.Request.Path.Value!.TrimStart('/')[(Bucket.Length + 1)..];

    private static XElement Error(string code) => new("Error", new XElement("Code", code), new XElement("Message", $"{code}."));

    private static async Task AnswerAsync(HttpContext context, int status, XElement? body = null)
    {
        context.Response.StatusCode = status;
        if (body is not null && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync(body.ToString());
        }
    }

    protected override async Task HandleAsync(HttpContext context)
    {
        using var received = new MemoryStream();
        await context.Request.Body.CopyToAsync(received);
        var bytes = received.ToArray();
        if (Check(context.Request, bytes) is var (status, code))
        {
            await AnswerAsync(context, status, Error(code));
        }
        else if (Region is { } region && Signature.Match(context.Request.Headers.Authorization.ToString()).Groups["region"].Value != region)
        {
            Refused++;
            context.Response.Headers["x-amz-bucket-region"] = region;
            await AnswerAsync(context, 400, Error("AuthorizationHeaderMalformed"));
        }
        else if (!context.Request.Path.Value!.StartsWith($"/{Bucket}", StringComparison.Ordinal))
        {
            await AnswerAsync(context, 404, Error("NoSuchBucket"));
        }
        else if (_faults.TryDequeue(out var fault))
        {
            await fault(context);
        }
        else
        {
            await RouteAsync(context, bytes);
        }
    }

    private static (int, string)? Check(HttpRequest request, byte[] bytes)
    {
        var match = Signature.Match(request.Headers.Authorization.ToString());
        return !match.Success ? (400, "AuthorizationHeaderMalformed")
            : match.Groups["key"].Value != KeyId ? (403, "InvalidAccessKeyId")
            : request.Headers["x-amz-content-sha256"] != Convert.ToHexStringLower(SHA256.HashData(bytes)) ? (400, "XAmzContentSHA256Mismatch")
            : null;
    }

    private Task RouteAsync(HttpContext context, byte[] bytes)
    {
        var query = context.Request.Query;
        var upload = query["uploadId"].ToString();
        return context.Request.Method switch
        {
            "GET" when query["list-type"] == "2" => ListAsync(context),
            "HEAD" => GetAsync(context),
            "GET" when query.ContainsKey("uploads") => ListUploadsAsync(context),
            "GET" when upload.Length > 0 => WithUpload(context, upload, stored => ListPartsAsync(context, stored)),
            "GET" => GetAsync(context),
            "POST" when query.ContainsKey("uploads") => BeginAsync(context),
            "POST" when upload.Length > 0 => WithUpload(context, upload, stored => CompleteAsync(context, upload, stored, bytes)),
            "PUT" when upload.Length > 0 => WithUpload(context, upload, stored => PutPartAsync(context, stored, bytes)),
            "PUT" => PutAsync(context, bytes, context.Request.Headers["x-amz-meta-flows-operation"].ToString()),
            "DELETE" when upload.Length > 0 => WithUpload(context, upload, _ => AnswerAsync(context, _uploads.TryRemove(upload, out var gone) && gone is not null ? 204 : 404)),
            _ => AnswerAsync(context, 405, Error("MethodNotAllowed")),
        };
    }

    private Task WithUpload(HttpContext context, string id, Func<StoredUpload, Task> answer) =>
        _uploads.TryGetValue(id, out var stored) ? answer(stored) : AnswerAsync(context, 404, Error("NoSuchUpload"));

    private Task ListAsync(HttpContext context)
    {
        var after = context.Request.Query["continuation-token"].ToString();
        var found = _objects
            .Where(entry => entry.Key.StartsWith(context.Request.Query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(entry.Key, after) > 0)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .ToList();
        var page = found.Take(PageSize).ToList();
        var isCut = found.Count > page.Count;
        return AnswerAsync(context, 200, new(
            "ListBucketResult",
            new XElement("KeyCount", page.Count),
            new XElement("IsTruncated", isCut ? "true" : "false"),
            isCut ? new XElement("NextContinuationToken", page[^1].Key) : null,
            page.Select(entry => new XElement(
                "Contents",
                new XElement("Key", entry.Key),
                new XElement("LastModified", entry.Value.LastModified.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
                new XElement("ETag", entry.Value.ETag),
                new XElement("Size", entry.Value.Bytes.Length)))));
    }

    private async Task GetAsync(HttpContext context)
    {
        if (!_objects.TryGetValue(KeyOf(context), out var stored))
        {
            await AnswerAsync(context, 404, Error("NoSuchKey"));
            return;
        }

        if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } etag && etag != stored.ETag)
        {
            await AnswerAsync(context, 412, Error("PreconditionFailed"));
            return;
        }

        var bytes = stored.Bytes.AsMemory();
        context.Response.Headers.ETag = stored.ETag;
        context.Response.Headers.LastModified = stored.LastModified.ToString("R", CultureInfo.InvariantCulture);
        context.Response.Headers["x-amz-meta-flows-operation"] = stored.Operation;
        if (context.Request.GetTypedHeaders().Range is { Ranges: { Count: 1 } ranges })
        {
            var (from, to) = ((int)ranges.First().From!, (int)Math.Min(ranges.First().To!.Value, bytes.Length - 1));
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{to}/{bytes.Length}";
            bytes = bytes[from..(to + 1)];
        }

        context.Response.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes);
        }
    }

    private Task BeginAsync(HttpContext context)
    {
        var id = Guid.CreateVersion7().ToString("N");
        _uploads[id] = new(KeyOf(context), context.Request.Headers["x-amz-meta-flows-operation"].ToString(), new(), TimeProvider.System.GetUtcNow());
        return AnswerAsync(context, 200, new("InitiateMultipartUploadResult", new XElement("UploadId", id)));
    }

    private Task ListUploadsAsync(HttpContext context)
    {
        var (keyMarker, idMarker) = (context.Request.Query["key-marker"].ToString(), context.Request.Query["upload-id-marker"].ToString());
        var found = _uploads
            .Where(upload => string.CompareOrdinal(upload.Value.Key, keyMarker) is var order && (order > 0 || (order == 0 && string.CompareOrdinal(upload.Key, idMarker) > 0)))
            .OrderBy(upload => upload.Value.Key, StringComparer.Ordinal).ThenBy(upload => upload.Key, StringComparer.Ordinal)
            .ToList();
        var page = found.Take(PageSize).ToList();
        var isCut = found.Count > page.Count;
        return AnswerAsync(context, 200, new(
            "ListMultipartUploadsResult",
            new XElement("IsTruncated", isCut ? "true" : "false"),
            isCut ? new XElement("NextKeyMarker", page[^1].Value.Key) : null,
            isCut ? new XElement("NextUploadIdMarker", page[^1].Key) : null,
            page.Select(upload => new XElement(
                "Upload",
                new XElement("Key", upload.Value.Key),
                new XElement("UploadId", upload.Key),
                new XElement("Initiated", upload.Value.Initiated.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))))));
    }

    private static Task PutPartAsync(HttpContext context, StoredUpload upload, byte[] bytes)
    {
        upload.Parts[int.Parse(context.Request.Query["partNumber"]!, CultureInfo.InvariantCulture)] = bytes;
        context.Response.Headers.ETag = StoredObject.ETagOf(bytes);
        return AnswerAsync(context, 200);
    }

    private static Task ListPartsAsync(HttpContext context, StoredUpload upload)
    {
        var after = int.TryParse(context.Request.Query["part-number-marker"], CultureInfo.InvariantCulture, out var marker) ? marker : 0;
        var found = upload.Parts.Where(part => part.Key > after).OrderBy(part => part.Key).ToList();
        var page = found.Take(PageSize).ToList();
        return AnswerAsync(context, 200, new(
            "ListPartsResult",
            new XElement("IsTruncated", found.Count > page.Count ? "true" : "false"),
            new XElement("NextPartNumberMarker", page.Count == 0 ? 0 : page[^1].Key),
            page.Select(part => new XElement("Part", new XElement("PartNumber", part.Key), new XElement("ETag", StoredObject.ETagOf(part.Value)), new XElement("Size", part.Value.Length)))));
    }

    private async Task CompleteAsync(HttpContext context, string id, StoredUpload upload, byte[] bytes)
    {
        XNamespace space = "http://s3.amazonaws.com/doc/2006-03-01/";
        using var text = new MemoryStream(bytes);
        var listed = XDocument.Load(text).Root!.Elements().Select(part => (
            Number: int.Parse(part.Element(space + "PartNumber")!.Value, CultureInfo.InvariantCulture),
            ETag: part.Element(space + "ETag")!.Value)).ToList();
        if (listed.Count == 0 || listed.Any(part => !upload.Parts.TryGetValue(part.Number, out var stored) || StoredObject.ETagOf(stored) != part.ETag))
        {
            await AnswerAsync(context, 400, Error("InvalidPart"));
            return;
        }

        if (listed.SkipLast(1).Any(part => upload.Parts[part.Number].Length < 5 * 1024 * 1024))
        {
            await AnswerAsync(context, 400, Error("EntityTooSmall"));
            return;
        }

        if (await PutAsync(context, [.. listed.SelectMany(part => upload.Parts[part.Number])], upload.Operation))
        {
            _uploads.TryRemove(id, out _);
        }
    }

    private async Task<bool> PutAsync(HttpContext context, byte[] bytes, string operation)
    {
        var stored = new StoredObject(bytes, DateTime.UnixEpoch.AddSeconds(Interlocked.Increment(ref _clock)), operation);
        var key = KeyOf(context);
        if (context.Request.Headers.IfNoneMatch == "*" && _objects.ContainsKey(key))
        {
            await AnswerAsync(context, 412, Error("PreconditionFailed"));
            return false;
        }

        _objects[key] = stored;
        context.Response.Headers.ETag = stored.ETag;
        await AnswerAsync(context, 200, HttpMethods.IsPost(context.Request.Method) ? new("CompleteMultipartUploadResult", new XElement("ETag", stored.ETag)) : null);
        return true;
    }

    private sealed record StoredObject(byte[] Bytes, DateTime LastModified, string Operation)
    {
        public string ETag { get; } = ETagOf(Bytes);

        public static string ETagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..16])}\"";
    }

    private sealed record StoredUpload(string Key, string Operation, ConcurrentDictionary<int, byte[]> Parts, DateTimeOffset Initiated);
}
