using System.Net;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Runs;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Targets.Stores.S3;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Targets.Stores.S3;

/// <summary>Buckets of Amazon's own, in other regions than they are looked for.</summary>
public sealed class AmazonRegionsTests : IAsyncLifetime
{
    private const string Frankfurt = "eu-central-1";
    private const string Sydney = "ap-southeast-2";

    private readonly FakeAmazon _amazon = new();
    private FakeS3 _plans = null!;
    private FakeS3 _sales = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_plans, _sales) = (await FakeS3.StartAsync(), await FakeS3.StartAsync());
        _amazon.Add("plans", Frankfurt, _plans);
        _amazon.Add("sales", Sydney, _sales);
    }

    public async ValueTask DisposeAsync()
    {
        _amazon.Dispose();
        await _plans.DisposeAsync();
        await _sales.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(Frankfurt)]
    [InlineData("us-west-2")]
    public async Task Buckets_of_two_regions_are_each_found_once_whatever_region_is_configured(string configured)
    {
        using var factory = Factory(configured);
        var (plans, sales) = (Open(factory, "plans"), Open(factory, "sales"));

        await plans.WriteAsync("a.csv", [1, 2, 3]);
        await sales.WriteAsync("b.csv", await plans.ReadAsync("a.csv"));

        Assert.Equal([1, 2, 3], await sales.ReadAsync("b.csv"));
        var first = configured.Length == 0 ? "us-east-1" : configured;
        Assert.Equal(new[] { Frankfurt, Sydney }.Count(region => region != first), _amazon.Asked.Count(asked => asked.SignedFor is not (Frankfurt or Sydney) || asked.Host == $"sales.s3.{Frankfurt}.amazonaws.com"));
        Assert.All(_amazon.Asked, asked => Assert.Contains($".s3.{asked.SignedFor}.", asked.Host, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "header")]
    [InlineData(301, "PermanentRedirect", "<Endpoint>plans.s3.eu-central-1.amazonaws.com</Endpoint>")]
    [InlineData(307, "TemporaryRedirect", "location")]
    [InlineData(307, "TemporaryRedirect", "header")]
    [InlineData(400, "AuthorizationHeaderMalformed", "<Region>eu-central-1</Region>")]
    [InlineData(400, "AuthorizationHeaderMalformed", "header")]
    [InlineData(400, "IllegalLocationConstraintException", "header")]
    [InlineData(403, "AccessDenied", "header")]
    public async Task Bucket_is_found_however_amazon_says_where_it_is(int status, string code, string how)
    {
        using var factory = Factory();
        _amazon.Elsewhere = (request, region) =>
        {
            var answer = FakeAmazon.Answer((HttpStatusCode)status, code, how == "header" ? region : null, how.StartsWith('<') ? how : "");
            answer.Headers.Location = how == "location" ? new Uri($"https://plans.s3-{region}.amazonaws.com{request.RequestUri!.PathAndQuery}") : null;
            return answer;
        };

        await Open(factory, "plans").BeginWriteAsync("a.csv", overwrite: true, "op", Cancel);

        Assert.Equal(1, _plans.OpenUploads);
        Assert.Equal(("plans.s3.us-east-1.amazonaws.com", "us-east-1"), _amazon.Asked.First());
        Assert.All(_amazon.Asked.Skip(1), asked => Assert.Equal(($"plans.s3.{Frankfurt}.amazonaws.com", Frankfurt), asked));
    }

    /// <summary>An answer to HEAD has no body, and often nothing but the header.</summary>
    [Theory]
    [InlineData(301)]
    [InlineData(400)]
    public async Task Bucket_is_found_by_a_header_alone(int status)
    {
        using var factory = Factory();
        _plans.Put("a.csv", [7]);
        _amazon.Elsewhere = (_, region) => new((HttpStatusCode)status) { Content = new ByteArrayContent([]), Headers = { { "x-amz-bucket-region", region } } };

        Assert.Equal(1, (await Open(factory, "plans").FindAsync("a.csv", Cancel)).Bytes);
    }

    [Theory]
    [InlineData("https://plans.s3.eu-central-1.storage.example/a.csv", null)]
    [InlineData("https://amazonaws.com.example/a.csv", null)]
    [InlineData("http://169.254.169.254/latest", null)]
    [InlineData("https://storage.example/a.csv", "eu-central-1.storage.example/x")]
    [InlineData("https://storage.example/a.csv", "eu-central-1@example")]
    public async Task Redirect_to_somebody_else_gets_nothing(string location, string? header)
    {
        using var factory = Factory();
        _amazon.Elsewhere = (_, _) =>
        {
            var answer = FakeAmazon.Answer(HttpStatusCode.TemporaryRedirect, "TemporaryRedirect");
            answer.Headers.Location = new(location);
            answer.Headers.TryAddWithoutValidation("x-amz-bucket-region", header);
            return answer;
        };

        var fault = await Open(factory, "plans").FindAsync("a.csv", Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Contains("does not say which; set Targets:AmazonS3:Region to the bucket's", fault.Message, StringComparison.Ordinal);
        Assert.Equal([("plans.s3.us-east-1.amazonaws.com", "us-east-1")], _amazon.Asked);
    }

    /// <summary>The address that a redirect gives is not even looked at where a region is named: the region's own is asked.</summary>
    [Fact]
    public async Task Region_that_is_named_beside_somebody_elses_address_is_asked_at_amazon()
    {
        using var factory = Factory();
        _amazon.Elsewhere = (_, region) =>
        {
            var answer = FakeAmazon.Answer(HttpStatusCode.TemporaryRedirect, "TemporaryRedirect", region);
            answer.Headers.Location = new("https://storage.example/a.csv");
            return answer;
        };

        await Open(factory, "plans").WriteAsync("a.csv", [1]);

        Assert.All(_amazon.Asked, asked => Assert.EndsWith(".amazonaws.com", asked.Host, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bucket_that_is_not_where_it_is_said_to_be_is_looked_for_there_once_and_the_fault_tells_where_and_the_cure()
    {
        using var factory = Factory();
        _amazon.Elsewhere = (request, _) => FakeAmazon.Answer(HttpStatusCode.MovedPermanently, "PermanentRedirect", request.RequestUri!.Host.Contains("eu-west-3", StringComparison.Ordinal) ? "eu-west-1" : "eu-west-3");

        var fault = await Open(factory, "plans").FindAsync("*.csv", Cancel).MustFailAsync(StoreFault.Connection);

        Assert.Equal(
            "The bucket 'plans' of the connection 'Nightly files' is in another region: Amazon S3 answers 301 PermanentRedirect and names eu-west-1; set Targets:AmazonS3:Region to it.",
            fault.Message);
        Assert.Equal((RunErrorCodes.ConnectionRefused, false, 2), (fault.ErrorCode, fault.IsTransient, _amazon.Asked.Count));
    }

    [Fact]
    public async Task Key_that_opens_nothing_in_the_buckets_region_is_refused_there()
    {
        using var factory = Factory();

        await factory.Open(new() { Name = "Nightly files", Settings = new AmazonS3Settings("plans") }, new AmazonS3Secret("AKIDUNKNOWN", "secret"))
            .FindAsync("a.csv", Cancel).MustFailAsync(StoreFault.Refused);

        Assert.Equal(1, _amazon.Asked.Count(asked => asked.SignedFor == "us-east-1"));
    }

    private S3StoreFactory Factory(string region = "") => new(Options.Create(new AmazonS3Options { Region = region }), TimeProvider.System, _amazon);

    private static IDataStore Open(S3StoreFactory factory, string bucket) =>
        factory.Open(new() { Name = "Nightly files", Settings = new AmazonS3Settings(bucket) }, new AmazonS3Secret(FakeS3.KeyId, "secret"));
}
