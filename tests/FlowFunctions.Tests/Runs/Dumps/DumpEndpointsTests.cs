using System.Net;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using FlowFunctions.Core.Runs;
using FlowFunctions.Runs;
using FlowFunctions.Storage;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static FlowFunctions.Tests.Runs.RunInputs;

namespace FlowFunctions.Tests.Runs.Dumps;

[Needs(Need.Azurite)]
public sealed class DumpEndpointsTests(AzuriteFixture azurite)
{
    private static readonly RunDocument Run = OfOneIntegration("a").Run with
    {
        EndDate = Start.AddMinutes(1),
        Result = new RunResult(false, "2 rows rejected", 42),
        Steps = [new() { Referrer = Id("a"), Name = "a", Status = StepStatus.Failure, StartDate = Start, EndDate = Start.AddMinutes(1), Message = "2 rows rejected", ErrorCode = 42 }],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "dump", $"dump-{RunId}.csv")]
    [InlineData("112000000001", "process/import/112000000001/dumps", $"dump-{RunId}-112000000001.csv")]
    public async Task Dump_is_answered_as_csv_with_a_tag_and_a_file_name(string? actionId, string path, string fileName)
    {
        await using var application = await StartAsync();
        await WriteAsync(application, actionId, "a,b\r\n1,x\r\n");

        var answer = await application.ClientWith(ApiApplication.ViewerKey).SendAsync("GET", $"integrations/run/{RunId}/{path}");

        Assert.Equal((HttpStatusCode.OK, "a,b\r\n1,x\r\n"), (answer.Status, answer.Text));
        Assert.Equal("text/csv", answer.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(("attachment", fileName), (answer.ContentHeaders.ContentDisposition!.DispositionType, answer.ContentHeaders.ContentDisposition.FileName));
        Assert.NotNull(answer.Tag);
        var unchanged = await application.Client.SendAsync("GET", $"integrations/run/{RunId}/{path}", null, ("If-None-Match", answer.Tag!));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.Status);
    }

    /// <summary>Rows are mended and loaded again: a sign before a formula would be loaded, too.</summary>
    [Fact]
    public async Task Cells_that_look_like_formulas_are_the_bytes_that_the_target_sent_in_an_attachment_that_no_browser_guesses_at()
    {
        await using var application = await StartAsync();
        const string Rows = "Product,Amount\r\n=cmd|' /C calc'!A0,-12.5\r\n+1,@SUM(A1)\r\n\"\t=1\",\"\r=2\"\r\n";
        await WriteAsync(application, null, Rows);

        var answer = await application.Client.SendAsync("GET", $"integrations/run/{RunId}/dump");

        Assert.Equal(Rows, answer.Text);
        Assert.Equal("attachment", answer.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", answer.Headers.NonValidated["X-Content-Type-Options"].Single());
    }

    [Fact]
    public async Task Storage_that_goes_between_finding_a_dump_and_reading_it_is_503_in_the_contracts_form()
    {
        using var transport = new UnreadableBlobs();
        await using var application = await StartAsync(services => services.AddSingleton(provider => new StorageContainers(
            new BlobServiceClient(azurite.ConnectionString, new BlobClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }),
            provider.GetRequiredService<IOptions<StorageOptions>>())));
        await WriteAsync(application, null, "a,b\r\n1,x\r\n");
        transport.AreRead = false;

        (await application.Client.SendAsync("GET", $"integrations/run/{RunId}/dump")).MustBeError(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("If-Match", "\"other\"")]
    [InlineData("If-Match", "nonsense")]
    [InlineData("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")]
    public async Task Precondition_of_a_change_is_none_of_a_reading(string name, string value)
    {
        await using var application = await StartAsync();
        await WriteAsync(application, null, "a");

        var answer = await application.Client.SendAsync("GET", $"integrations/run/{RunId}/dump", null, (name, value));

        Assert.Equal((HttpStatusCode.OK, "a"), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData($"integrations/run/{RunId}/dump")]
    [InlineData($"integrations/run/{RunId}/process/import/112000000001/dumps")]
    [InlineData($"integrations/run/{RunId}/process/import/no-action/dumps")]
    [InlineData($"integrations/run/{FlowId}/dump")]
    [InlineData("integrations/run/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz/dump")]
    public async Task Run_without_a_dump_and_unknown_run_are_404(string path)
    {
        await using var application = await StartAsync();

        (await application.Client.SendAsync("GET", path)).MustBeError(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Error_of_a_run_says_whether_there_is_a_dump()
    {
        await using var application = await StartAsync();
        Assert.False(await HasDumpAsync());

        await WriteAsync(application, null, "a");

        Assert.True(await HasDumpAsync());

        async Task<bool> HasDumpAsync() =>
            (await application.Client.SendAsync("GET", $"integrations/runerror/{RunId}")).MustBeOk()
                .Json.GetProperty("runs").GetProperty("errorMessages")[0].GetProperty("failureDumpGenerated").GetBoolean();
    }

    [Fact]
    public async Task Run_has_a_tag_that_stays_while_it_does_not_change()
    {
        await using var application = await StartAsync();

        var first = (await application.Client.SendAsync("GET", $"integrations/run/{RunId}")).MustBeOk();
        var second = await application.Client.SendAsync("GET", $"integrations/run/{RunId}");

        Assert.NotNull(first.Tag);
        Assert.Equal(first.Tag, second.Tag);
    }

    private async Task<ApiApplication> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var application = await ApiApplication.StartAsync(azurite.ConnectionString, configure);
        await application.Services.GetRequiredService<StorageContainers>().Dumps.CreateIfNotExistsAsync(cancellationToken: Cancel);
        await application.Services.GetRequiredService<RunStore>().PutAsync(Run, Cancel);
        return application;
    }

    private static Task WriteAsync(ApiApplication application, string? actionId, string rows) =>
        application.Services.GetRequiredService<DumpStore>().WriteAsync(
            RunId, actionId, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(rows), token).AsTask(), Cancel);

    /// <summary>Storage that tells what a blob is, and not what is in it.</summary>
    private sealed class UnreadableBlobs : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _real = new();

        public bool AreRead { get; set; } = true;

        public override Request CreateRequest() => _real.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException("Storage is called asynchronously only.");

        public override ValueTask ProcessAsync(HttpMessage message) =>
            AreRead || !message.Request.Headers.Contains("x-ms-range") ? _real.ProcessAsync(message) : throw new RequestFailedException("The request is lost.");

        public void Dispose() => _real.Dispose();
    }
}
