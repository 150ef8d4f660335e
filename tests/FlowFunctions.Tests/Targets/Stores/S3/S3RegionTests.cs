using System.Net;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Targets.Stores.S3;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Targets.Stores.S3;

/// <summary>A bucket that is in another region than it is looked for, at an address that is configured: nobody else is asked.</summary>
public sealed class S3RegionTests : IAsyncLifetime
{
    private const string Cure = "set Targets:AmazonS3:Region to it.";

    private FakeS3? _amazon;
    private StoreHost? _host;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _amazon = await FakeS3.StartAsync();
        _host = new(("Targets:AmazonS3:ServiceUrl", _amazon.Url));
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        await _amazon!.DisposeAsync();
    }

    [Theory]
    [InlineData(307, "TemporaryRedirect", "Location", "https://loads.s3.eu-central-1.amazonaws.com/sales.csv")]
    [InlineData(307, "TemporaryRedirect", "Location", "https://loads.s3-eu-central-1.amazonaws.com/sales.csv")]
    [InlineData(301, "PermanentRedirect", "x-amz-bucket-region", "eu-central-1")]
    [InlineData(302, "Found", "x-amz-bucket-region", "eu-central-1")]
    [InlineData(308, "Moved", "x-amz-bucket-region", "eu-central-1")]
    public async Task Answer_to_a_file_that_is_looked_for_names_the_region(int status, string code, string header, string value)
    {
        _amazon!.Fail(2, context => AnswerAsync(context, status, code, header, value));

        var fault = await Store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Connection);

        Assert.StartsWith("The bucket 'loads' of the connection 'Nightly files' is in another region: Amazon S3 answers ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($" and names eu-central-1; {Cure}", fault.Message, StringComparison.Ordinal);
        Assert.Equal((RunErrorCodes.ConnectionRefused, false), (fault.ErrorCode, fault.IsTransient));
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "<Endpoint>loads.s3.eu-central-1.amazonaws.com</Endpoint>")]
    [InlineData(307, "TemporaryRedirect", "<Endpoint>loads.s3-eu-central-1.amazonaws.com</Endpoint>")]
    public async Task Body_of_an_answer_to_a_list_names_the_region(int status, string code, string more)
    {
        _amazon!.Fail(2, context => AnswerAsync(context, status, code, body: more));

        var fault = await Store.FindAsync("*.csv", Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Contains($"Amazon S3 answers {status} {code} and names eu-central-1; {Cure}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(RunErrorCodes.ConnectionRefused, fault.ErrorCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/loads/sales.csv")]
    [InlineData("https://storage.example/loads/sales.csv")]
    [InlineData("/elsewhere")]
    [InlineData(":nonsense:")]
    public async Task Redirect_is_one_clear_failure_at_once_and_nobody_else_gets_the_request(string location)
    {
        var asked = 0;
        _amazon!.Fail(10, context =>
        {
            asked++;
            return AnswerAsync(context, 307, "TemporaryRedirect", "Location", location);
        });

        var fault = await Store.FindAsync("sales.csv", Cancel).MustFailAsync(StoreFault.Connection);

        Assert.EndsWith("and does not say which; set Targets:AmazonS3:Region to the bucket's.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Service_that_names_its_region_gets_what_is_signed_for_that_and_is_asked_so_from_then_on()
    {
        _amazon!.Region = "eu-1";

        await Store.WriteAsync("sales.csv", [1, 2]);

        Assert.Equal([1, 2], await Store.ReadAsync("sales.csv"));
        Assert.Equal(1, _amazon.Refused);
    }

    [Theory]
    [InlineData("AuthorizationHeaderMalformed")]
    [InlineData("IllegalLocationConstraintException")]
    public async Task Service_that_names_one_region_after_the_other_is_asked_twice(string code)
    {
        var asked = 0;
        _amazon!.Fail(10, context => AnswerAsync(context, 400, code, "x-amz-bucket-region", $"eu-{++asked}"));

        var fault = await Store.FindAsync("*.csv", Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Contains($"Amazon S3 answers 400 {code} and names eu-2; {Cure}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Every_kind_of_request_tells_it()
    {
        await Store.WriteAsync("sales.csv", [1]);
        var item = await Store.FindAsync("sales.csv", Cancel);
        var state = await Store.BeginWriteAsync("plan.csv", false, "op", Cancel);
        state = await Store.WriteBlocksAsync(state, [1]);
        _amazon!.Fail(10, context => AnswerAsync(context, 307, "TemporaryRedirect", "Location", "https://loads.s3.eu-west-3.amazonaws.com/"));

        foreach (var call in new Func<Task>[]
        {
            () => Store.ReadChunksAsync(item, null, 1),
            () => Store.BeginWriteAsync("other.csv", false, "op", Cancel),
            () => Store.WriteBlockAsync(state, 0, true, new byte[] { 1 }, Cancel),
            () => Store.CompleteWriteAsync(state, Cancel),
            () => Store.AbandonWriteAsync(state, Cancel),
        })
        {
            Assert.Contains("names eu-west-3", (await call().MustFailAsync(StoreFault.Connection)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Key_that_may_not_list_is_neither_good_nor_bad()
    {
        _amazon!.Fail(1, 403, "AccessDenied");

        Assert.Null((await Store.CheckAsync(Cancel)).Works);
    }

    [Fact]
    public async Task Key_that_cannot_be_one_is_refused_and_no_matter_of_regions()
    {
        _amazon!.Fail(1, 400, "AuthorizationHeaderMalformed");

        await Store.FindAsync("*.csv", Cancel).MustFailAsync(StoreFault.Refused);
    }

    [Fact]
    public async Task Answer_in_a_charset_that_nobody_knows_is_read_all_the_same()
    {
        _amazon!.Fail(1, context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/xml; charset=bogus";
            return context.Response.WriteAsync("<Error><Code>InvalidAccessKeyId</Code></Error>");
        });

        var fault = await Store.FindAsync("*.csv", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Contains("403 InvalidAccessKeyId", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "", null)]
    [InlineData("nonsense", "https://example.com/", "<Error><Region>a b</Region></Error>", null)]
    [InlineData("us-gov-west-1", null, "", "us-gov-west-1")]
    [InlineData(null, "https://s3.ap-southeast-2.amazonaws.com/loads", "", "ap-southeast-2")]
    [InlineData(null, "https://loads.s3.dualstack.eu-west-1.amazonaws.com/", "", "eu-west-1")]
    [InlineData(null, "https://loads.s3.cn-north-1.amazonaws.com.cn/", "", "cn-north-1")]
    [InlineData(null, "https://loads.s3.amazonaws.com/", "", null)]
    [InlineData(null, "https://eu-west-1.example.com/", "", null)]
    [InlineData(null, null, "<Error><Endpoint>loads.s3-us-west-2.amazonaws.com</Endpoint></Error>", "us-west-2")]
    [InlineData(null, null, "<Error xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><Region>eu-north-1</Region></Error>", "eu-north-1")]
    [InlineData(null, null, "<html>", null)]
    [InlineData("eu-west-1\u001b[2J", null, "", null)]
    public void Region_is_read_from_what_an_answer_has(string? header, string? location, string body, string? region) =>
        Assert.Equal(region, BucketRegion.Of(header, location is null ? null : new Uri(location), body));

    /// <summary>Where no address is configured, the library knows Amazon's own, and goes there, also where their names tell no region.</summary>
    [Theory]
    [InlineData(true, "https://loads.s3-gztb4pa9sq.amazonaws.com/a", HttpStatusCode.TemporaryRedirect, true)]
    [InlineData(false, "https://loads.s3-gztb4pa9sq.amazonaws.com/a", HttpStatusCode.TemporaryRedirect, false)]
    [InlineData(true, "http://loads.s3-gztb4pa9sq.amazonaws.com/a", HttpStatusCode.TemporaryRedirect, false)]
    [InlineData(true, "https://amazonaws.com.example/a", HttpStatusCode.TemporaryRedirect, false)]
    [InlineData(true, "https://loads.s3-gztb4pa9sq.amazonaws.com/a", HttpStatusCode.MovedPermanently, false)]
    [InlineData(true, "https://loads.s3.eu-central-1.amazonaws.com/a", HttpStatusCode.TemporaryRedirect, false)]
    public async Task Redirect_is_left_to_the_library_only_where_that_knows_the_address(bool followsAmazon, string location, HttpStatusCode status, bool isLeft)
    {
        using var answer = new HttpResponseMessage(status);
        answer.Headers.Location = new(location);
        using var guard = new HttpMessageInvoker(new RegionGuard(followsAmazon, new Answering(answer)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://s3.us-east-1.amazonaws.com/loads/a");

        if (isLeft)
        {
            Assert.Same(answer, await guard.SendAsync(request, Cancel));
        }
        else
        {
            var elsewhere = await Assert.ThrowsAsync<BucketElsewhereException>(() => guard.SendAsync(request, Cancel));
            Assert.Equal($"{(int)status}", elsewhere.Answer);
        }
    }

    private IDataStore Store => field ??= _host!.Open(new AmazonS3Settings(FakeS3.Bucket), new AmazonS3Secret(FakeS3.KeyId, "secret"));

    private static async Task AnswerAsync(HttpContext context, int status, string code, string? header = null, string? value = null, string body = "")
    {
        context.Response.StatusCode = status;
        if (header is not null)
        {
            context.Response.Headers[header] = value;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>m</Message>{body}</Error>");
        }
    }

    private sealed class Answering(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer);
    }
}
