using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AnaplanSimulator.Control;
using AnaplanSimulator.Definition;
using Microsoft.Extensions.Time.Testing;

namespace AnaplanSimulator.Tests;

/// <summary>A simulator with the models of <see cref="TestModel"/>, and a client that has a token.</summary>
internal sealed class SimulatorUnderTest : IAsyncDisposable
{
    private readonly SimulatorHost _host;

    private SimulatorUnderTest(SimulatorHost host, FakeTimeProvider time)
    {
        _host = host;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(host.ApiBase) };
    }

    /// <summary>Stands still unless the test turns it.</summary>
    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public SimulatorControl Control => _host.Control;

    public string Url => _host.ApiBase;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<SimulatorUnderTest> StartAsync(SimulatorSettings? settings = null, SimulatorDefinition? definition = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var host = await SimulatorHost.StartAsync(new SimulatorOptions { Definition = definition ?? TestModel.Definition, Settings = settings ?? new(), Time = time }, Cancel);
        var simulator = new SimulatorUnderTest(host, time);
        await simulator.LogInAsync();
        return simulator;
    }

    public async Task LogInAsync(string user = TestModel.User, string password = TestModel.Password)
    {
        Client.DefaultRequestHeaders.Authorization = null;
        using var answer = await AuthenticateAsync(user, password);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        UseToken((await JsonOf(answer)).GetProperty("tokenInfo").GetProperty("tokenValue").GetString()!);
    }

    public void UseToken(string token) => Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("AnaplanAuthToken", token);

    public Task<HttpResponseMessage> AuthenticateAsync(string user, string password) =>
        SendAsync(HttpMethod.Post, "/token/authenticate", authorization: new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (authorization is not null)
            request.Headers.Authorization = authorization;
        return await Client.SendAsync(request, Cancel);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonOf(answer);
    }

    public Task<JsonElement> GetModelAsync(string path) => GetAsync(TestModel.Path + path);

    public async Task<string> TextAsync(string path)
    {
        using var answer = await Client.GetAsync(TestModel.Path + path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    /// <summary>All chunks of the list at <paramref name="path"/>/chunks, in order.</summary>
    public async Task<string> ChunksAsync(string path)
    {
        var text = "";
        foreach (var chunk in (await GetModelAsync(path + "/chunks")).GetProperty("chunks").EnumerateArray())
            text += await TextAsync($"{path}/chunks/{chunk.GetProperty("id").GetString()}");
        return text;
    }

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, object? body = null)
    {
        using var answer = await SendAsync(method, TestModel.Path + path, body);
        return answer.StatusCode;
    }

    public Task<HttpStatusCode> BeginAsync(string fileId, int chunkCount) => StatusAsync(HttpMethod.Post, $"/files/{fileId}", new { chunkCount });

    public Task<HttpStatusCode> PutAsync(string fileId, int chunk, byte[] bytes, string type = "application/octet-stream") =>
        StatusAsync(HttpMethod.Put, $"/files/{fileId}/chunks/{chunk}", Bytes(bytes, type));

    public async Task UploadAsync(string fileId, params string[] chunks)
    {
        Assert.Equal(HttpStatusCode.OK, await BeginAsync(fileId, chunks.Length));
        for (var index = 0; index < chunks.Length; index++)
            Assert.Equal(HttpStatusCode.NoContent, await PutAsync(fileId, index, Gzip(Encoding.UTF8.GetBytes(chunks[index])), "application/x-gzip"));
    }

    public async Task<string> PostTaskAsync(string action)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{TestModel.Path}/{action}/tasks", new { localeName = "en_US" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await JsonOf(answer)).GetProperty("task").GetProperty("taskId").GetString()!;
    }

    public async Task<JsonElement> TaskAsync(string action, string taskId) => (await GetModelAsync($"/{action}/tasks/{taskId}")).GetProperty("task");

    public async Task<string> StateAsync(string action, string taskId) => (await TaskAsync(action, taskId)).GetProperty("taskState").GetString()!;

    public Task WaitForAsync(string action, string taskId, string state) => Wait.For(() => StateAsync(action, taskId), seen => seen == state);

    /// <summary>Runs an action to its end and brings its result.</summary>
    public async Task<(string TaskId, JsonElement Result)> RunAsync(string action)
    {
        var taskId = await PostTaskAsync(action);
        await WaitForAsync(action, taskId, "COMPLETE");
        return (taskId, (await TaskAsync(action, taskId)).GetProperty("result"));
    }

    public static ByteArrayContent Bytes(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
