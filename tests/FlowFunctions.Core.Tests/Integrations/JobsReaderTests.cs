using System.Text;
using CsCheck;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

public class JobsReaderTests
{
    private const string Import = "{'type':'AmazonS3ToAnaplan','sources':[{'type':'AmazonS3','connectionId':'A','file':'a.csv'}],'targets':[{'type':'Anaplan','actionId':1,'fileId':2}]}";
    private const string Export = "{'type':'AnaplanToGoogleBigQuery','sources':[{'type':'Anaplan','actionId':3}],'targets':[{'type':'GoogleBigQuery','connectionId':'B','table':'Verkäufe 2026-11','overwrite':true}]}";

    [Fact]
    public void Read_gives_back_the_jobs_that_were_written() => Gen.Select(AnyJobs.Gen, Gen.Bool, Gen.Bool).Sample((integration, snakeCase, asNumbers) =>
    {
        var parsed = IntegrationInputReader.Read(JobsWriter.Write(integration, snakeCase, asNumbers));

        Assert.Empty(parsed.Problems);
        Assert.Equivalent(integration, parsed.Value, strict: true);
    });

    [Theory]
    [InlineData(Import, "", IntegrationType.Import)]
    [InlineData(Export, "", IntegrationType.Export)]
    [InlineData(Import + "," + Import, "", IntegrationType.Import)]
    [InlineData(Import, ",'processId':7", IntegrationType.Process)]
    [InlineData(Export + "," + Import, ",'processId':'7'", IntegrationType.Process)]
    public void Type_follows_from_what_the_integration_runs(string jobs, string more, IntegrationType expected) =>
        Assert.Equal(expected, Read($"[{jobs}]", more).TypeOf());

    [Theory]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':7}")]
    [InlineData("{'name':'n','endpoint':{'url':'https://example.com/'}}")]
    public void Process_and_endpoint_without_jobs_are_of_type_Process(string document)
    {
        var integration = IntegrationInputReader.Read(Utf8(document)).Value!;

        Assert.Equal(IntegrationType.Process, integration.TypeOf());
        Assert.Empty(integration.Jobs);
    }

    [Fact]
    public void Overwrite_is_off_unless_asked_for() => Assert.False(Read($"[{Export.Replace(",'overwrite':true", "")}]").Jobs[0].Item.Overwrite);

    [Theory]
    [InlineData(JobType.AmazonS3ToAnaplan, true, ConnectionType.AmazonS3)]
    [InlineData(JobType.AzureBlobToAnaplan, true, ConnectionType.AzureBlob)]
    [InlineData(JobType.GoogleBigQueryToAnaplan, true, ConnectionType.GoogleBigQuery)]
    [InlineData(JobType.AnaplanToAmazonS3, false, ConnectionType.AmazonS3)]
    [InlineData(JobType.AnaplanToAzureBlob, false, ConnectionType.AzureBlob)]
    [InlineData(JobType.AnaplanToGoogleBigQuery, false, ConnectionType.GoogleBigQuery)]
    public void Job_type_says_where_data_goes(JobType type, bool isImport, ConnectionType store) => Assert.Equal((isImport, store), (type.IsImport, type.Store));

    [Fact]
    public void Connections_of_every_job_are_checked()
    {
        var integration = Read($"[{Import},{Export}]", ",'processId':7");
        var (a, b) = (Ids.Of(1), Ids.Of(2));

        Assert.Empty(JobConnections.Check(integration, new Dictionary<string, ConnectionType> { [a] = ConnectionType.AmazonS3, [b] = ConnectionType.GoogleBigQuery }));
        Assert.Equal(
            [
                new Problem("jobs[0].sources[0].connectionId", "The connection leads to AzureBlob; a job of type 'AmazonS3ToAnaplan' needs one to AmazonS3."),
                new Problem("jobs[1].targets[0].connectionId", $"No connection has the id '{b}'."),
            ],
            JobConnections.Check(integration, new Dictionary<string, ConnectionType> { [a] = ConnectionType.AzureBlob }));
    }

    [Fact]
    public void Mixed_jobs_say_what_to_do() => Assert.Equal(
        [new Problem("jobs[1].type", "Imports and exports go together only in a process: give its 'processId', or make two integrations of them.")],
        IntegrationInputReader.Read(Utf8(Document($"[{Import},{Export}]"))).Problems);

    private static IntegrationInput Read(string jobs, string more = "")
    {
        var parsed = IntegrationInputReader.Read(Utf8(Document(jobs, more)));
        Assert.Empty(parsed.Problems);
        return parsed.Value!;
    }

    private static string Document(string jobs, string more = "") => $"{{'name':'n','workspaceId':'w','modelId':'m','jobs':{jobs}{more}}}";

    private static byte[] Utf8(string document) =>
        Encoding.UTF8.GetBytes(document.Replace("'A'", $"'{Ids.Of(1)}'").Replace("'B'", $"'{Ids.Of(2)}'").Replace('\'', '"'));
}
