using System.Collections.Concurrent;
using System.Net;
using System.Net.Mime;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using CsCheck;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Runs;
using FlowFunctions.Steps;
using FlowFunctions.Targets.Stores;
using FlowFunctions.Targets.Stores.BigQuery;
using FlowFunctions.Targets.Stores.Blob;
using FlowFunctions.Targets.Stores.S3;
using Google.Apis.Auth.OAuth2;

namespace FlowFunctions.Tests.Targets.Stores;

/// <summary>
/// What the stores ask for by a name: the addresses are those that the client libraries send, taken where they reach the network. Nothing is asked by a name that
/// is none.
/// </summary>
public sealed class StoreNamesTests : IDisposable
{
    private const string Place = "place";
    private const string HalfOfPair = "a\ud83d";

    private static readonly Gen<string> AnyName = Gen.OneOf(
        Gen.OneOf("/", ".", "..", "...", "%", "%2e", "%2F", "%5c", "?", "#", "*", ":", ";", "=", "&", "+", "~", "@", "'", "\"", "<", "|", " ", "a", "B", "7"),
        Gen.OneOf("é", "e\u0301", "文", "😀", "\u200e", "\u202e", "\u2028", "\u00a0", "\ufeff", "\ufffd", "\ue000", "$root", "sv=2", "snapshot"),
        Gen.Char.Select(character => character.ToString())).Array[1, 10].Select(parts => string.Concat(parts));

    /// <summary>Parts of which most names of tables are let through; of <see cref="AnyName"/> hardly one is.</summary>
    private static readonly Gen<string> AnyTable = Gen.Frequency(
        (9, Gen.OneOf("a", "B", "7", "_", "-", " ", "é", "e\u0301", "文", "ß", "٣")),
        (1, Gen.OneOf("$", "%", "%2e", "/", "..", "?", "#", "+", "😀"))).Array[1, 10].Select(parts => string.Concat(parts));

    private static readonly string[] NoNames =
        ["../other/leak.csv", "..", ".", "in/../../other/leak.csv", "/lead.csv", "in//sales.csv", "in\\sales.csv", "a\nb", HalfOfPair, "", "out/", new('a', 1025)];

    private readonly Recorder _asked = new();

    public static TheoryData<string> Stores => ["blob", "emulated blob", "S3 by path", "S3 by host", "BigQuery"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _asked.Dispose();

    [Theory]
    [InlineData("blob")]
    [InlineData("emulated blob")]
    [InlineData("S3 by path")]
    [InlineData("S3 by host")]
    public async Task Every_request_by_a_name_that_is_let_through_goes_to_that_name_in_its_place(string kind)
    {
        var store = Open(kind);
        var type = kind.Contains("blob", StringComparison.Ordinal) ? ConnectionType.AzureBlob : ConnectionType.AmazonS3;
        var checkedNames = 0;
        foreach (var name in AnyName.Where(name => StoreNames.FindFault(type, name) is null).Array[400].Single())
        {
            _asked.Clear();
            await store.ReadChunksAsync(new(name, "\"1\"", 1), null, 1).MustFailAsync(StoreFault.SourceChanged);
            if (!Glob.HasWildcard(name))
            {
                await store.FindAsync(name, Cancel).MustFailAsync(StoreFault.Missing);
            }

            Assert.NotEmpty(_asked.Objects);
            Assert.All(_asked.Objects, address => MustBe(kind, name, address));
            checkedNames++;
        }

        Assert.Equal(400, checkedNames);
    }

    [Fact]
    public void Address_of_a_table_that_is_let_through_is_that_table_in_its_dataset() => AnyTable.Where(name => StoreNames.FindFault(ConnectionType.GoogleBigQuery, name) is null).Sample(name =>
    {
        var path = new DatasetPath("acme", "sales");

        Assert.Equal(
            $"/bigquery/v2/projects/acme/datasets/sales/tables/{name}",
            Uri.UnescapeDataString(new Uri(new Uri("https://bigquery.googleapis.com/"), path.Table(name)).PathAndQuery));
        Assert.StartsWith(
            $"/bigquery/v2/projects/acme/datasets/sales/tables/{name}/data?startIndex=",
            Uri.UnescapeDataString(new Uri(new Uri("https://bigquery.googleapis.com/"), path.Rows(name, 0, 1)).PathAndQuery),
            StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Name_that_is_none_is_1006_and_nothing_is_asked_by_it(string kind)
    {
        var store = Open(kind);
        foreach (var name in NoNames)
        {
            Func<Task>[] byName =
            [
                () => store.FindAsync(name, Cancel),
                () => store.ReadChunksAsync(new(name, "1", 1), null, 1),
                () => store.BeginWriteAsync(name, true, "op", Cancel),
            ];

            // A stored state is JSON, in which there is no half of a surrogate pair.
            Func<Task>[] byState = name == HalfOfPair ? [] :
            [
                () => store.WriteBlockAsync(StateOf(kind, name), 0, true, new byte[1], Cancel),
                () => store.WriteBlockAsync(StateOf(kind, name), 0, true, default, Cancel),
                () => store.CompleteWriteAsync(StateOf(kind, name), Cancel),
            ];
            foreach (var call in byName.Concat(byState))
            {
                var fault = await call().MustFailAsync(StoreFault.Misnamed);
                Assert.Equal((RunErrorCodes.ConnectionRefused, false), (fault.ErrorCode, fault.IsTransient));
                Assert.DoesNotContain(fault.Message, character => char.IsControl(character) || char.IsSurrogate(character));
            }
        }

        Assert.Empty(_asked.All);
    }

    [Fact]
    public async Task Message_names_the_place_the_name_and_what_is_wrong_with_it() => Assert.Equal(
        "The container 'place' of the connection 'Nightly files' is asked for a file '../other/leak.csv', which is no name of one there: "
            + "must not have a segment '.' or '..': a name leads nowhere but into its container or bucket; correct the integration, or rename what is there.",
        (await Open("blob").FindAsync("../other/leak.csv", Cancel).MustFailAsync(StoreFault.Misnamed)).Message);

    [Theory]
    [InlineData("blob")]
    [InlineData("S3 by path")]
    public async Task Match_of_a_pattern_that_the_store_lists_under_no_name_is_not_read(string kind)
    {
        foreach (var name in new[] { "../leak.csv", "./leak.csv" })
        {
            _asked.Listed = name;

            await Open(kind).FindAsync(".*/leak.csv", Cancel).MustFailAsync(StoreFault.Misnamed);
        }

        Assert.Empty(_asked.Objects);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Key_whose_project_leads_out_of_the_projects_opens_no_dataset(string project)
    {
        await using var host = new StoreHost();
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var key = new Dictionary<string, string>(BigQuery.FakeBigQuery.KeyOf(rsa)) { ["project_id"] = project };

        var fault = Assert.Throws<StoreException>(() => host.Open(new GoogleBigQuerySettings("sales"), new GoogleBigQuerySecret(key)));

        Assert.Equal((StoreFault.Connection, RunErrorCodes.ConnectionRefused), (fault.Fault, fault.ErrorCode));
    }

    private static void MustBe(string kind, string name, Uri address)
    {
        var path = kind switch
        {
            "emulated blob" => $"/acme/{Place}/{name}",
            "S3 by host" => $"/{name}",
            _ => $"/{Place}/{name}",
        };
        Assert.Equal(path, Uri.UnescapeDataString(address.AbsolutePath));
        Assert.Equal("", address.Fragment);
        Assert.Equal(kind.Contains("blob", StringComparison.Ordinal) ? "?sv=1&sig=a" : "", address.Query);
        Assert.Equal(
            kind switch
            {
                "blob" => "acme.blob.core.windows.net",
                "emulated blob" => "127.0.0.1",
                "S3 by host" => $"{Place}.s3.eu-central-1.amazonaws.com",
                _ => "s3.eu-central-1.amazonaws.com",
            },
            address.Host);
    }

    private static string StateOf(string kind, string name) => kind switch
    {
        "blob" or "emulated blob" => StoreState.Write(new BlobWrite(name, true, "op", 1)),
        "BigQuery" => StoreState.Write(new TableWrite(name, "job", null, "session", 0, IsWhole: true)),
        _ => StoreState.Write(new S3Write(name, true, "op", "upload", 1)),
    };

    private IDataStore Open(string kind)
    {
        var connection = "Nightly files";
        switch (kind)
        {
            case "blob" or "emulated blob":
                var options = new BlobClientOptions { Transport = new HttpClientTransport(_asked), Retry = { MaxRetries = 0 } };
                var address = kind == "blob" ? "https://acme.blob.core.windows.net" : "http://127.0.0.1:10000/acme";
                return new BlobDataStore(new BlobContainerClient(new Uri($"{address}/{Place}?sv=1&sig=a"), options), new(ConnectionType.AzureBlob, Place, connection), TimeProvider.System);
            case "BigQuery":
                var place = new StorePlace(ConnectionType.GoogleBigQuery, Place, connection);
                var credential = new ServiceAccountCredential(new("a@b") { Key = System.Security.Cryptography.RSA.Create(2048) });
                var client = new BigQueryClient(
                    new HttpClient(_asked, disposeHandler: false), new("https://bigquery.googleapis.com/"), credential, place, new BackOff(() => 0.05), TimeProvider.System);
                return new BigQueryDataStore(client, new("acme", Place), place);
            default:
                var config = new AmazonS3Config
                {
                    RegionEndpoint = Amazon.RegionEndpoint.EUCentral1,
                    ForcePathStyle = kind == "S3 by path",
                    MaxErrorRetry = 0,
                    HttpClientFactory = new RecordingClients(_asked),
                };
                var bucket = new S3Bucket(Place, "eu-central-1", followsRedirects: false, _ => new AmazonS3Client(new BasicAWSCredentials("id", "key"), config));
                return new S3DataStore(bucket, new(ConnectionType.AmazonS3, Place, connection), TimeProvider.System);
        }
    }

    /// <summary>Knows no file, and lists one where a test says so.</summary>
    private sealed class Recorder : HttpMessageHandler
    {
        private readonly ConcurrentQueue<Uri> _asked = new();

        public string? Listed { get; set; }

        public IReadOnlyCollection<Uri> All => _asked;

        public IReadOnlyCollection<Uri> Objects => [.. _asked.Where(address => !IsList(address))];

        public void Clear() => _asked.Clear();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _asked.Enqueue(request.RequestUri!);
            return Task.FromResult(Answer(request));
        }

        private static bool IsList(Uri address) => address.Query.Contains("list", StringComparison.Ordinal);

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            if (!IsList(request.RequestUri!))
            {
                var missing = new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) };
                missing.Headers.Add("x-ms-error-code", "BlobNotFound");
                return missing;
            }

            var isBlob = request.RequestUri!.Query.Contains("comp=list", StringComparison.Ordinal);
            var list = isBlob
                ? $"""
                  <EnumerationResults ServiceEndpoint="https://acme.blob.core.windows.net/" ContainerName="{Place}"><Blobs><Blob><Name>{Listed}</Name><Properties>
                  <Last-Modified>Mon, 23 Nov 2026 09:30:00 GMT</Last-Modified><Etag>0x8D1</Etag><Content-Length>1</Content-Length><BlobType>BlockBlob</BlobType>
                  </Properties><Metadata /></Blob></Blobs><NextMarker /></EnumerationResults>
                  """
                : Listed is null
                    ? "<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>"
                    : $"<ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>{Listed}</Key><LastModified>2026-11-23T09:30:00.000Z</LastModified>"
                        + "<ETag>\"1\"</ETag><Size>1</Size></Contents></ListBucketResult>";
            return new(HttpStatusCode.OK) { Content = new StringContent(list, Encoding.UTF8, MediaTypeNames.Application.Xml) };
        }
    }

    private sealed class RecordingClients(Recorder recorder) : Amazon.Runtime.HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(recorder, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
