using FlowFunctions.LocalHost.Emulator;

namespace FlowFunctions.LocalHost.Tests.Emulator;

public class AzuriteEndpointsTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("usedevelopmentstorage=TRUE;")]
    [InlineData("UseDevelopmentStorage=true ")]
    public void Development_storage_is_the_emulator_on_its_default_ports(string connectionString) =>
        Assert.Equal(AzuriteEndpoints.Default, AzuriteEndpoints.Of(connectionString));

    [Fact]
    public void Connection_string_names_the_ports_it_was_made_from()
    {
        var endpoints = new AzuriteEndpoints(1, 2, 3);

        Assert.Equal(endpoints, AzuriteEndpoints.Of(endpoints.ConnectionString));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no connection string")]
    [InlineData("UseDevelopmentStorage=false")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=real;AccountKey=AAAA;EndpointSuffix=core.windows.net")]
    [InlineData("AccountName=devstoreaccount1;AccountKey=AAAA;BlobEndpoint=http://10.0.0.7:10000/devstoreaccount1;QueueEndpoint=http://10.0.0.7:10001/devstoreaccount1;TableEndpoint=http://10.0.0.7:10002/devstoreaccount1")]
    [InlineData("AccountName=devstoreaccount1;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1")]
    public void Account_elsewhere_is_no_emulator(string connectionString) => Assert.Null(AzuriteEndpoints.Of(connectionString));
}
