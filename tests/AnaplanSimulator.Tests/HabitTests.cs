using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace AnaplanSimulator.Tests;

/// <summary>What the service's documentation leaves open, and the simulator can do either way.</summary>
public sealed class HabitTests
{
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task List_of_tasks_has_those_that_ended_or_only_those_that_run(bool listsEnded, int count)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { ListsEndedTasks = listsEnded });
        await simulator.RunAsync(TestModel.ProductsExport);
        await simulator.RunAsync(TestModel.ProductsExport);

        Assert.Equal(count, (await ListAsync(simulator)).Count);
    }

    [Fact]
    public async Task List_of_tasks_shows_a_task_late()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { ListDelay = TimeSpan.FromSeconds(3) } });
        var task = await simulator.PostTaskAsync(TestModel.ProductsExport);

        Assert.Empty(await ListAsync(simulator));
        simulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([task], await ListAsync(simulator));
    }

    [Theory]
    [InlineData(true, "cb")]
    [InlineData(false, "ab")]
    public async Task List_of_tasks_is_sorted_as_asked_or_not_and_comes_in_pages(bool sorts, string expected)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { SortsTasks = sorts, TaskListPageSize = 2 });
        var names = new Dictionary<string, char>();
        foreach (var name in "abc")
            names[await simulator.PostTaskAsync(TestModel.ProductsExport)] = name;

        Assert.Equal(expected, string.Concat((await ListAsync(simulator, "?sort=-creationTime")).Select(task => names[task])));
    }

    [Fact]
    public async Task Result_comes_later_than_the_end()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { Tasks = new() { ResultDelay = TimeSpan.FromSeconds(3) } });
        var task = await simulator.PostTaskAsync(TestModel.ProductsExport);
        await simulator.WaitForAsync(TestModel.ProductsExport, task, "COMPLETE");

        Assert.False((await simulator.TaskAsync(TestModel.ProductsExport, task)).TryGetProperty("result", out _));
        simulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await simulator.TaskAsync(TestModel.ProductsExport, task)).GetProperty("result").GetProperty("successful").GetBoolean());
    }

    [Fact]
    public async Task Task_fails_without_a_result_and_does_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { FailsTasks = true });
        await simulator.UploadAsync(TestModel.ProductsFile, "Code\nA\n");
        var task = await simulator.PostTaskAsync(TestModel.ProductsImport);

        await simulator.WaitForAsync(TestModel.ProductsImport, task, "FAILED");
        Assert.False((await simulator.TaskAsync(TestModel.ProductsImport, task)).TryGetProperty("result", out _));
        Assert.DoesNotContain(simulator.Control.Read("Products"), row => row[0] == "A");
        Assert.Equal(HttpStatusCode.Conflict, await simulator.StatusAsync(HttpMethod.Delete, $"/{TestModel.ProductsImport}/tasks/{task}"));
    }

    [Fact]
    public async Task States_have_other_words()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { StateWords = new Dictionary<string, string> { ["COMPLETE"] = "Complete" } });
        var task = await simulator.PostTaskAsync(TestModel.ProductsExport);

        await simulator.WaitForAsync(TestModel.ProductsExport, task, "Complete");
        Assert.Equal("Complete", (await simulator.GetModelAsync($"/{TestModel.ProductsExport}/tasks")).GetProperty("tasks")[0].GetProperty("taskState").GetString());
    }

    [Fact]
    public async Task Another_users_task_is_one_of_the_action()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();

        var first = simulator.Control.PostTask("116000000001")!;
        using var answer = await simulator.SendAsync(HttpMethod.Post, "/_control/models/m1/actions/116000000001/tasks");
        var second = (await SimulatorUnderTest.JsonOf(answer)).GetProperty("taskId").GetString()!;

        Assert.Equal([first, second], await ListAsync(simulator));
        Assert.Null(simulator.Control.PostTask("116000000099"));
        using var unknown = await simulator.SendAsync(HttpMethod.Post, "/_control/models/m1/actions/116000000099/tasks");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task Work_is_done_and_answered_with_another_code_and_nothing_else(int status)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = "POST **/exports/*/tasks", AnswerStatus = status });

        using var answer = await simulator.SendAsync(HttpMethod.Post, $"{TestModel.Path}/{TestModel.ProductsExport}/tasks", new { localeName = "en_US" });

        Assert.Equal((status, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Single(simulator.Control.Tasks);
    }

    [Fact]
    public async Task Answer_has_a_byte_order_mark_and_text_that_is_none()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync();
        simulator.Control.Add(new() { Requests = "GET **/files", WrongText = true });

        using var answer = await simulator.SendAsync(HttpMethod.Get, TestModel.Path + "/files");

        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.ThrowsAny<DecoderFallbackException>(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        using var read = JsonDocument.Parse(Encoding.UTF8.GetString(bytes)[1..]);
        Assert.Equal(6, read.RootElement.GetProperty("files").GetArrayLength());
        Assert.Throws<InvalidOperationException>(() => read.RootElement.GetProperty("note").GetString());
    }

    [Fact]
    public async Task Proof_with_the_time_holds_once_and_for_now()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(new() { TakesUntimedProofs = false });
        using var key = RSA.Create(2048);
        var now = simulator.Time.GetUtcNow();
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(10));
        simulator.Control.AddCertificate("carol@example.com", certificate);
        var timely = Data(now, 100);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized],
            [
                await ProveAsync("v2", timely),
                await ProveAsync("v2", timely),
                await ProveAsync("v2", Data(now.AddMinutes(-6), 100)),
                await ProveAsync("v2", Data(now, 99)),
                await ProveAsync(null, RandomNumberGenerator.GetBytes(100)),
            ]);

        async Task<HttpStatusCode> ProveAsync(string? format, byte[] data)
        {
            var signature = key.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
            using var answer = await simulator.SendAsync(
                HttpMethod.Post,
                "/token/authenticate",
                new { encodedDataFormat = format, encodedData = Convert.ToBase64String(data), encodedSignedData = Convert.ToBase64String(signature) },
                new AuthenticationHeaderValue("CACertificate", Convert.ToBase64String(certificate.RawData)));
            return answer.StatusCode;
        }
    }

    private static byte[] Data(DateTimeOffset time, int length)
    {
        var data = RandomNumberGenerator.GetBytes(length);
        BinaryPrimitives.WriteInt64BigEndian(data, time.ToUnixTimeSeconds());
        return data;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(SimulatorUnderTest simulator, string query = "") =>
        [.. (await simulator.GetModelAsync($"/{TestModel.ProductsExport}/tasks{query}")).GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("taskId").GetString()!)];
}
