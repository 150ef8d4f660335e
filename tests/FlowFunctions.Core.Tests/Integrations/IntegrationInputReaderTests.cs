using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

public class IntegrationInputReaderTests
{
    [Theory]
    [InlineData("118000000001")]
    [InlineData("'118000000001'")]
    public void Read_process_takes_its_id_as_number_and_as_text(string processId)
    {
        var integration = ReadValid($"{{'name':' Load ','version':'2.0','workspaceId':'8a81b09d5e8c6f27015ece3402487d33','modelId':'CCFEEC3B78904C2AB2B5E5D1A4C4D5E6','processId':{processId},'jobs':null}}");

        Assert.Equal("Load", integration.Name);
        Assert.Equal("118000000001", integration.ProcessId);
        Assert.Equal("8a81b09d5e8c6f27015ece3402487d33", integration.WorkspaceId);
        Assert.Equal("CCFEEC3B78904C2AB2B5E5D1A4C4D5E6", integration.ModelId);
        Assert.Null(integration.Endpoint);
        Assert.False(integration.NuxVisible);
    }

    [Fact]
    public void Read_endpoint_gives_defaults()
    {
        var integration = ReadValid("{'name':'Load','endpoint':{'url':'http://localhost:8080/run'}}");

        Assert.Null(integration.WorkspaceId);
        Assert.Null(integration.ProcessId);
        Assert.Equal("http://localhost:8080/run", integration.Endpoint!.Url);
        Assert.Equal("POST", integration.Endpoint.Method);
        Assert.Empty(integration.Endpoint.Headers);
        Assert.Null(integration.Endpoint.SecretName);
        Assert.Equal(TimeSpan.FromMinutes(30), integration.Endpoint.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(5), integration.Endpoint.PollInterval);
    }

    [Theory]
    [InlineData("secretName", "pollInterval", "nuxVisible")]
    [InlineData("secret_name", "poll_interval", "nux_visible")]
    public void Read_endpoint_keeps_every_field(string secretName, string pollInterval, string nuxVisible)
    {
        var integration = ReadValid(
            $"{{'name':'Load','workspaceId':'w','modelId':'m','{nuxVisible}':true,'endpoint':{{'url':'https://example.com/a?b=c','method':'PATCH','headers':{{'X-Tenant':'a b','Authorization':'Basic x'}},'{secretName}':'load.key_1','timeout':'PT1H30M','{pollInterval}':'PT1.5S'}}}}");

        Assert.True(integration.NuxVisible);
        Assert.Equal(("w", "m"), (integration.WorkspaceId, integration.ModelId));
        var endpoint = integration.Endpoint!;
        Assert.Equal("PATCH", endpoint.Method);
        Assert.Equal("a b", endpoint.Headers["x-tenant"]);
        Assert.Equal("Basic x", endpoint.Headers["Authorization"]);
        Assert.Equal("load.key_1", endpoint.SecretName);
        Assert.Equal(TimeSpan.FromMinutes(90), endpoint.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(1.5), endpoint.PollInterval);
    }

    [Theory]
    [InlineData("PT1S", "PT1S")]
    [InlineData("P1D", "PT1H")]
    [InlineData("PT24H", "PT60M")]
    public void Read_durations_at_their_bounds_are_taken(string timeout, string pollInterval) =>
        ReadValid(Endpoint($"'timeout':'{timeout}','pollInterval':'{pollInterval}'"));

    [Theory]
    [InlineData("{}", "", "name", "workspaceId", "modelId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m'}", "")]
    [InlineData("{'name':'n','processId':1}", "workspaceId", "modelId")]
    [InlineData("{'name':'n','workspaceId':null,'modelId':null,'processId':1}", "workspaceId", "modelId")]
    [InlineData("{'name':'n','workspaceId':'','modelId':'a/b','processId':1}", "workspaceId", "modelId")]
    [InlineData("{'name':'n','workspaceId':1,'modelId':['m'],'processId':1}", "workspaceId", "modelId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':-1}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1.5}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1e3}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':99999999999999999999}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':''}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':'12a'}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':'١٢'}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':'1234567890123456789'}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':true}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'version':'1'}", "version")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'processid':1}", "processid")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'process_id':1}", "processId")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'nuxVisible':'yes'}", "nuxVisible")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'endpoint':{'url':'https://x.y'}}", "endpoint")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','jobs':[{'type':'AmazonS3ToAnaplan'}]}", "jobs[0].sources", "jobs[0].targets")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'jobs':[]}", "jobs")]
    [InlineData("{'name':'n','endpoint':'https://x.y'}", "endpoint")]
    [InlineData("{'name':'n','endpoint':{}}", "endpoint.url")]
    [InlineData("{'name':'n','endpoint':{'URL':'https://x.y'}}", "endpoint.URL", "endpoint.url")]
    [InlineData("{'name':'n','idempotent':true,'endpoint':{'url':'https://x.y'}}", "idempotent")]
    [InlineData("{'name':'n','workspaceId':'w','modelId':'m','processId':1,'idempotent':1}", "idempotent")]
    [InlineData("[]", "")]
    public void Read_names_the_path_of_each_problem(string document, params string[] paths) => AssertPaths(document, paths);

    [Theory]
    [InlineData("example.com/run")]
    [InlineData("/run")]
    [InlineData("ftp://example.com/run")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("https://ada:secret@example.com/")]
    [InlineData("https://ada@example.com/")]
    [InlineData("https://@example.com/")]
    [InlineData("https://example.com/#top")]
    [InlineData("https://example.com/#")]
    [InlineData(" https://example.com/")]
    [InlineData("https://example.com/a b")]
    [InlineData("https://example.com/\\ta")]
    [InlineData("https:\\\\\\\\example.com\\\\a")]
    [InlineData("")]
    [InlineData("https://exa mple.com/")]
    [InlineData("https://example.com:99999/")]
    public void Read_refuses_an_address_that_is_no_plain_http_address(string url) => AssertPaths($"{{'name':'n','endpoint':{{'url':'{url}'}}}}", "endpoint.url");

    [Fact]
    public void Read_refuses_an_address_over_2048_characters()
    {
        const string Start = "https://example.com/";
        ReadValid($"{{'name':'n','endpoint':{{'url':'{Start.PadRight(2048, 'a')}'}}}}");
        AssertPaths($"{{'name':'n','endpoint':{{'url':'{Start.PadRight(2049, 'a')}'}}}}", "endpoint.url");
    }

    [Theory]
    [InlineData("'method':'GET'", "endpoint.method")]
    [InlineData("'method':'post'", "endpoint.method")]
    [InlineData("'secretName':''", "endpoint.secretName")]
    [InlineData("'secretName':'a:b'", "endpoint.secretName")]
    [InlineData("'secretName':'a__b'", "endpoint.secretName")]
    [InlineData("'timeout':'PT0S'", "endpoint.timeout")]
    [InlineData("'timeout':'-PT1H'", "endpoint.timeout")]
    [InlineData("'timeout':'PT24H0.001S'", "endpoint.timeout")]
    [InlineData("'timeout':'P1Y'", "endpoint.timeout")]
    [InlineData("'timeout':'P999999999999D'", "endpoint.timeout")]
    [InlineData("'timeout':'30'", "endpoint.timeout")]
    [InlineData("'timeout':1800", "endpoint.timeout")]
    [InlineData("'timeout':''", "endpoint.timeout")]
    [InlineData("'pollInterval':'PT0.999S'", "endpoint.pollInterval")]
    [InlineData("'pollInterval':'PT1H1S'", "endpoint.pollInterval")]
    [InlineData("'pollinterval':'PT5S'", "endpoint.pollinterval")]
    [InlineData("'headers':[]", "endpoint.headers")]
    [InlineData("'headers':{'Accept':1}", "endpoint.headers.Accept")]
    [InlineData("'headers':{'Accept':null}", "endpoint.headers.Accept")]
    [InlineData("'headers':{'Accept':'a\\nb'}", "endpoint.headers.Accept")]
    [InlineData("'headers':{'Accept':'\\u00e4'}", "endpoint.headers.Accept")]
    [InlineData("'headers':{'Accept':' a'}", "endpoint.headers.Accept")]
    [InlineData("'headers':{'':'a'}", "endpoint.headers[\"\"]")]
    [InlineData("'headers':{'a b':'a'}", "endpoint.headers[\"a b\"]")]
    [InlineData("'headers':{'a:b':'a'}", "endpoint.headers[\"a:b\"]")]
    [InlineData("'headers':{'X-A':'a','x-a':'b'}", "endpoint.headers[\"x-a\"]")]
    [InlineData("'headers':{'Host':'a','connection':'a','TE':'a','Transfer-Encoding':'a'}", "endpoint.headers.Host", "endpoint.headers.connection", "endpoint.headers.TE", "endpoint.headers[\"Transfer-Encoding\"]")]
    [InlineData("'headers':{'Content-Type':'a','content-length':'1','Proxy-Authorization':'a'}", "endpoint.headers[\"Content-Type\"]", "endpoint.headers[\"content-length\"]", "endpoint.headers[\"Proxy-Authorization\"]")]
    [InlineData("'headers':{'Idempotency-Key':'a','X-Flows-Signature':'a'}", "endpoint.headers[\"Idempotency-Key\"]", "endpoint.headers[\"X-Flows-Signature\"]")]
    public void Read_names_the_path_of_each_problem_of_an_endpoint(string fields, params string[] paths) => AssertPaths(Endpoint(fields), paths);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Read_takes_at_most_32_headers(int count, bool valid)
    {
        var document = Endpoint($"'headers':{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"'X-{i}':'a'"))}}}");

        AssertPaths(document, valid ? [] : ["endpoint.headers"]);
    }

    private static string Endpoint(string fields) => $"{{'name':'n','endpoint':{{'url':'https://example.com/run',{fields}}}}}";

    private static void AssertPaths(string document, params string[] paths) =>
        Assert.Equal(paths.Order(StringComparer.Ordinal), Read(document).Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));

    private static IntegrationInput ReadValid(string document)
    {
        var parsed = Read(document);
        Assert.Empty(parsed.Problems);
        return parsed.Value!;
    }

    private static Parsed<IntegrationInput> Read(string document) => IntegrationInputReader.Read(Encoding.UTF8.GetBytes(document.Replace('\'', '"')));
}
