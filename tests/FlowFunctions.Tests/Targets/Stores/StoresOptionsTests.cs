using FlowFunctions.Targets.Stores.BigQuery;
using FlowFunctions.Targets.Stores.Blob;
using FlowFunctions.Targets.Stores.S3;

namespace FlowFunctions.Tests.Targets.Stores;

public class StoresOptionsTests
{
    [Fact]
    public void Defaults_are_valid()
    {
        Assert.Empty(new AzureBlobOptions().Faults());
        Assert.Empty(new AmazonS3Options().Faults());
        Assert.Empty(new GoogleBigQueryOptions().Faults());
    }

    [Fact]
    public void Every_fault_is_named_with_its_cure()
    {
        Assert.Equal(
            [
                "Targets:AzureBlob:ServiceAddress is 'https://acme.blob.core.windows.net'; give an absolute http or https address with {account} in it, or leave it out for Azure's own.",
                "Targets:AzureBlob:ClientId is 'me'; give the client id of a user-assigned identity, or leave it out for the system-assigned one.",
            ],
            new AzureBlobOptions { ServiceAddress = "https://acme.blob.core.windows.net", ClientId = "me" }.Faults());
        Assert.Equal(
            [
                "Targets:AmazonS3:ServiceUrl is 'minio:9000'; give an absolute http or https address, or leave it out for Amazon's own.",
                "Targets:AmazonS3:Region is 'EU West'; give the code of a region, like eu-central-1, or leave it out.",
            ],
            new AmazonS3Options { ServiceUrl = "minio:9000", Region = "EU West" }.Faults());
        Assert.Equal(
            [
                "Targets:GoogleBigQuery:ServiceAddress is ''; give an absolute http or https address, or leave it out for Google's own.",
                "Targets:GoogleBigQuery:TokenAddress is 'token'; give an absolute http or https address, or leave it out for the one in each key.",
            ],
            new GoogleBigQueryOptions { ServiceAddress = "", TokenAddress = "token" }.Faults());
    }

    [Theory]
    [InlineData("http://127.0.0.1:10000/{account}")]
    [InlineData("https://{account}.blob.core.chinacloudapi.cn/")]
    public void Address_of_a_storage_service_may_be(string address) =>
        Assert.Empty(new AzureBlobOptions { ServiceAddress = address }.Faults());
}
