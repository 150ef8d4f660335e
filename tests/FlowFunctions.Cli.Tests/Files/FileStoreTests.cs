using System.Text;
using Azure;
using Azure.Storage.Blobs;
using FlowFunctions.Cli.Files;
using FlowFunctions.Testing;

namespace FlowFunctions.Cli.Tests.Files;

[Needs(Need.Azurite)]
public sealed class FileStoreTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly FileStore _files = FileStore.Of(azurite.ConnectionString, $"files-{Random.Shared.Next(1_000_000, 10_000_000)}");

    [Fact]
    public async Task Container_has_the_files_it_was_filled_with_last_and_nothing_else()
    {
        await _files.FillAsync([Sample("old.csv", "1"), Sample("out/plan.csv", "2")], Cancel);

        await _files.FillAsync([Sample("new.csv", "3")], Cancel);

        Assert.Equal("3", Text(await _files.FindAsync("new.csv", Cancel)));
        Assert.Null(await _files.FindAsync("old.csv", Cancel));
        Assert.Null(await _files.FindAsync("out/plan.csv", Cancel));
    }

    [Fact]
    public async Task Signature_opens_the_container_for_all_that_integrations_do_and_no_other_container()
    {
        await _files.FillAsync([Sample("in.csv", "1")], Cancel);
        var signature = _files.Sign(TimeProvider.System);

        var signed = new BlobContainerClient(new Uri($"{_files.Address}?{signature}"));
        await signed.UploadBlobAsync("out.csv", BinaryData.FromString("2"), Cancel);
        var names = new List<string>();
        await foreach (var blob in signed.GetBlobsAsync(cancellationToken: Cancel))
        {
            names.Add(blob.Name);
        }


        Assert.Equal(["in.csv", "out.csv"], names);
        var other = new BlobContainerClient(new Uri($"{_files.Address}x?{signature}"));
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => other.DeleteBlobAsync("in.csv", cancellationToken: Cancel))).Status);
    }

    [Theory]
    [InlineData("../other/leak.csv")]
    [InlineData("in/../../other/leak.csv")]
    [InlineData("/lead.csv")]
    [InlineData("in/./sales.csv")]
    [InlineData("out/")]
    [InlineData("..")]
    public void Name_that_leads_elsewhere_is_refused(string name) =>
        Assert.Contains("no name of one there", Assert.Throws<FlowsException>(() => FileStore.Of("UseDevelopmentStorage=true", "c").AddressOf(name)).Message);

    [Theory]
    [InlineData("out/plan.csv")]
    [InlineData("100% #1?.csv")]
    [InlineData("%2e%2e/sales.csv")]
    public void Address_of_a_file_is_its_name_within_the_container(string name) =>
        Assert.Equal($"/devstoreaccount1/c/{name}", Uri.UnescapeDataString(FileStore.Of("UseDevelopmentStorage=true", "c").AddressOf(name).AbsolutePath));

    [Fact]
    public void Service_address_has_a_place_for_the_account()
    {
        Assert.Equal("http://127.0.0.1:10000/{account}", FileStore.Of("UseDevelopmentStorage=true", "c").ServiceAddress);
        Assert.Equal("https://{account}.blob.core.windows.net", FileStore.Of("AccountName=planning;AccountKey=a2V5", "c").ServiceAddress);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("BlobEndpoint=https://planning.blob.core.windows.net;SharedAccessSignature=sv=2024&sig=c2VjcmV0")]
    public void Storage_without_a_key_is_refused_with_a_cure(string connectionString)
    {
        var failure = Assert.Throws<FlowsException>(() => FileStore.Of(connectionString, "c"));

        Assert.Contains("AzureWebJobsStorage", failure.Message);
        Assert.DoesNotContain("c2VjcmV0", failure.Message);
    }

    private static SampleFile Sample(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));

    private static string? Text(byte[]? content) => content is null ? null : Encoding.UTF8.GetString(content);
}
