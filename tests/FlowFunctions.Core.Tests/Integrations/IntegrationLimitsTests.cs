using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

/// <summary>Each rule of an integration's fields at its bound: the last value that is taken, and the first that is not.</summary>
public class IntegrationLimitsTests
{
    private const string Reserved = "This header is set by the service itself.";

    private static readonly (string Field, string[] Taken, string[] Refused)[] Texts =
    [
        ("name", ["n", A(200)], ["", A(201)]),
        ("workspaceId", ["w", "a-b_C9", A(64)], ["", A(65), "a.b", "a`b"]),
        ("modelId", ["m", "a-b_C9", A(64)], ["", A(65), "a.b", "a`b"]),
        ("processId", ["1", Digits(18)], ["", Digits(19), "a"]),
        ("endpoint.url", ["http://a", "http://[::1]:80/", "https://a/b?c=@", "http://a/" + A(2039), "http://a/" + Emoji(2039)],
            ["http://a\\\\@b", "http://a\\u007F", "http:///a", "ftp://a", "http://a@b", "http://:@b", "http://@b", "http://a#", "a",
                "http://a/" + A(2040), "http://a/" + Emoji(2040)]),
        ("endpoint.secretName", ["s", "a-b", "a_b", "a.b", A(64)], ["", A(65), "a__b", "a/b", "a`b", "a:b"]),
        ("endpoint.timeout", ["PT1S", "PT24H"], ["PT0.999S", "PT24H0.001S"]),
        ("endpoint.pollInterval", ["PT1S", "PT1H"], ["PT0.999S", "PT1H0.001S"]),
        ("endpoint.headers.x", ["", "a\\tb", "a ~", A(4096)], ["a\\u007F", "a\\u001F", "\\ta", "a ", A(4097)]),
        ("source.file", ["a", A(1024), E(512)], ["", A(1025), E(512) + "a", "a/", "a\\u007F"]),
        ("target.file", ["a", A(1024), "a/"], ["", A(1025)]),
        ("target.table", ["a", "Ǆ", "ʰ", "文", "\u0300", "\u0903", "\u20DD", "1", "Ⅷ", "½", "_", "-", " ", A(1024)],
            ["", A(1025), "a.b", "a+b", "a`b"]),
        ("source.actionId", ["1", Digits(18)], ["", Digits(19)]),
    ];

    public static TheoryData<string, string, bool> Values => AtBounds.Of(Texts);

    [Theory]
    [MemberData(nameof(Values))]
    public void Field_is_taken_up_to_its_bound(string name, string value, bool isTaken)
    {
        var text = $"'{value}'";
        var (document, path) = name.Split('.') switch
        {
            ["endpoint", "url"] => ($"{{'name':'n','endpoint':{{'url':{text}}}}}", name),
            ["endpoint", "headers", var header] =>
                ($"{{'name':'n','endpoint':{{'url':'http://a','headers':{{'{header}':{text}}}}}}}", name),
            ["endpoint", var of] => ($"{{'name':'n','endpoint':{{'url':'http://a','{of}':{text}}}}}", name),
            ["source", "file"] => (Jobs(Import(file: text)), "jobs[0].sources[0].file"),
            ["source", "actionId"] => (Jobs(Export(actionId: text)), "jobs[0].sources[0].actionId"),
            ["target", "file"] => (Jobs(Export(file: text)), "jobs[0].targets[0].file"),
            ["target", "table"] => (Jobs(Export("GoogleBigQuery", "table", text)), "jobs[0].targets[0].table"),
            _ => (Process(name, text), name),
        };

        Assert.Equal(isTaken ? [] : [path], Read(document).Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Integration_has_1_to_100_jobs(int jobs, bool isTaken) => Assert.Equal(
        isTaken ? [] : ["There must be 1 to 100 jobs, but there are 101."],
        Read(Jobs([.. Enumerable.Repeat(Import(), jobs)])).Problems.Select(problem => problem.Message));

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Endpoint_has_32_headers_at_most(int headers, bool isTaken) => Assert.Equal(
        isTaken ? [] : ["At most 32 headers are allowed, but there are 33."],
        Read(Headers([.. Enumerable.Range(0, headers).Select(number => $"x{number}")])).Problems.Select(problem => problem.Message));

    [Fact]
    public void Header_is_called_as_RFC_9110_says()
    {
        const string Rule = "The name of a header is 1 to 128 letters, digits and marks of !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2).";

        Assert.Empty(Read(Headers(A(128), "aZ09!#$%&*+-.^_`|~")).Problems);
        Assert.All(["", A(129), "a,b", "a/b", "a:b", "a@b", "é"], name =>
            Assert.Equal(Rule, Assert.Single(Read(Headers(name)).Problems).Message));
    }

    [Theory]
    [InlineData("Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade")]
    [InlineData("Host", "Expect", "Date", "Cookie", "Idempotency-Key", "Traceparent", "Tracestate")]
    [InlineData("Content-Type", "Content-", "Proxy-Authorization", "X-Flows-Signature", "x-flows-a", "CONTENT-MD5")]
    public void Header_of_the_service_is_refused(params string[] names) =>
        Assert.Equal(Enumerable.Repeat(Reserved, names.Length), Read(Headers(names)).Problems.Select(problem => problem.Message));

    [Theory]
    [InlineData("Connections", "Keep", "X-Flow", "Proxied-For", "My-Content-Type", "Authorization", "Accept")]
    public void Header_that_only_resembles_one_of_the_service_is_taken(params string[] names) =>
        Assert.Empty(Read(Headers(names)).Problems);

    [Fact]
    public void Problem_of_a_header_says_what_it_is() => Assert.Equal(
        ["The header is given more than once; case makes no difference.", "The value of a header is printable ASCII.",
            "The value of a header neither starts nor ends with a space."],
        Read("{'name':'n','endpoint':{'url':'http://a','headers':{'x':'1','X':'2','y':'\\n','z':' '}}}")
            .Problems.Select(problem => problem.Message));

    [Theory]
    [InlineData("http://a b", "Must not contain spaces, control characters or backslashes.")]
    [InlineData("a", "Must be an absolute http or https address.")]
    [InlineData("http://u@a", "Must not contain user information.")]
    [InlineData("http://a#b", "Must not contain a fragment.")]
    public void Problem_of_an_address_says_what_it_is(string url, string message) =>
        Assert.Equal([message], Read($"{{'name':'n','endpoint':{{'url':'{url}'}}}}").Problems.Select(problem => problem.Message));

    [Fact]
    public void Problem_of_a_secret_s_name_says_what_it_is() => Assert.Equal(
        ["Must be the name of a secret: letters, digits, '-', '.' and single '_'."],
        Read("{'name':'n','endpoint':{'url':'http://a','secretName':'a/b'}}").Problems.Select(problem => problem.Message));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public void Endpoint_is_called_by_the_method_that_it_names(string method) =>
        Assert.Equal(method, Read($"{{'name':'n','endpoint':{{'url':'http://a','method':'{method}'}}}}").Value!.Endpoint!.Method);

    [Theory]
    [InlineData("AmazonS3ToAnaplan", "Anaplan", "sources", "The source of a job of type 'AmazonS3ToAnaplan' must be of type 'AmazonS3'.")]
    [InlineData("AzureBlobToAnaplan", "AmazonS3", "sources",
        "The source of a job of type 'AzureBlobToAnaplan' must be of type 'AzureBlob'.")]
    [InlineData("GoogleBigQueryToAnaplan", "AmazonS3", "sources",
        "The source of a job of type 'GoogleBigQueryToAnaplan' must be of type 'GoogleBigQuery'.")]
    [InlineData("AnaplanToAmazonS3", "AmazonS3", "sources", "The source of a job of type 'AnaplanToAmazonS3' must be of type 'Anaplan'.")]
    [InlineData("AmazonS3ToAnaplan", "AmazonS3", "targets", "The target of a job of type 'AmazonS3ToAnaplan' must be of type 'Anaplan'.")]
    [InlineData("AnaplanToAmazonS3", "Anaplan", "targets", "The target of a job of type 'AnaplanToAmazonS3' must be of type 'AmazonS3'.")]
    [InlineData("AnaplanToAzureBlob", "GoogleBigQuery", "targets",
        "The target of a job of type 'AnaplanToAzureBlob' must be of type 'AzureBlob'.")]
    [InlineData("AnaplanToGoogleBigQuery", "AzureBlob", "targets",
        "The target of a job of type 'AnaplanToGoogleBigQuery' must be of type 'GoogleBigQuery'.")]
    public void End_of_another_kind_is_told_by_its_side_and_what_it_must_be(string job, string end, string side, string message) =>
        Assert.Contains(
        new Problem($"jobs[0].{side}[0].type", message),
        Read(Jobs($"{{'type':'{job}','sources':[{{'type':'{end}'}}],'targets':[{{'type':'{end}'}}]}}")).Problems);

    [Theory]
    [InlineData("{'type':'AmazonS3','connectionId':'A','file':'f','table':'t'}", "sources[0].table",
        "A source of type 'AmazonS3' has no 'table'.")]
    [InlineData("{'type':'AmazonS3','connectionId':'A','file':'f','actionId':1}", "sources[0].actionId",
        "A source of type 'AmazonS3' has no 'actionId'.")]
    public void Field_of_another_kind_of_source_is_told(string source, string path, string message) =>
        Assert.Equal([new Problem($"jobs[0].{path}", message)],
            Read(Jobs($"{{'type':'AmazonS3ToAnaplan','sources':[{source}],'targets':[{{'type':'Anaplan','actionId':1,'fileId':2}}]}}"))
            .Problems);

    [Theory]
    [InlineData("'connectionId':'A'", "connectionId")]
    [InlineData("'file':'f'", "file")]
    [InlineData("'table':'t'", "table")]
    [InlineData("'overwrite':true", "overwrite")]
    public void Field_of_a_store_is_none_of_an_action(string given, string name) => Assert.Equal(
        [new Problem($"jobs[0].targets[0].{name}", $"A target of type 'Anaplan' has no '{name}'.")],
        Read(Jobs($"{{'type':'AmazonS3ToAnaplan','sources':[{{'type':'AmazonS3','connectionId':'A','file':'f'}}],'targets':[{{'type':'Anaplan','actionId':1,'fileId':2,{given}}}]}}")).Problems);

    [Theory]
    [InlineData("'file':'f'", "file")]
    [InlineData("'actionId':1", "actionId")]
    [InlineData("'fileId':1", "fileId")]
    public void Field_of_a_file_or_an_action_is_none_of_a_table(string given, string name) => Assert.Equal(
        [new Problem($"jobs[0].targets[0].{name}", $"A target of type 'GoogleBigQuery' has no '{name}'.")],
        Read(Jobs($"{{'type':'AnaplanToGoogleBigQuery','sources':[{{'type':'Anaplan','actionId':1}}],'targets':[{{'type':'GoogleBigQuery','connectionId':'A','table':'t',{given}}}]}}")).Problems);

    [Theory]
    [InlineData("[]", "A job has exactly one source, but here are 0; give each file or table a job of its own.")]
    [InlineData("[{},{}]", "A job has exactly one source, but here are 2; give each file or table a job of its own.")]
    public void Job_has_one_source(string sources, string message) => Assert.Equal(
        [new Problem("jobs[0].sources", message)],
        Read(Jobs($"{{'type':'AmazonS3ToAnaplan','sources':{sources},'targets':[{{'type':'Anaplan','actionId':1,'fileId':2}}]}}"))
            .Problems);

    [Fact]
    public void Job_has_one_target() => Assert.Equal(
        [new Problem("jobs[0].targets", "A job has exactly one target, but here are 0; give each file or table a job of its own.")],
        Read(Jobs("{'type':'AmazonS3ToAnaplan','sources':[{'type':'AmazonS3','connectionId':'A','file':'f'}],'targets':[]}")).Problems);

    [Theory]
    [InlineData("'processId':'-'", "processId", "Must be 1 to 18 digits, as a number or a string, but is '-'.")]
    [InlineData("'processId':1,'workspaceId':'-+'", "workspaceId", "Must be an id of letters, digits, '-' and '_', but is '-+'.")]
    [InlineData("'processId':1,'endpoint':{'url':'http://a'}", "endpoint", "Give either 'endpoint', or 'processId' and 'jobs', not both.")]
    [InlineData("'version':'2.0'", "", "Give 'processId', 'jobs' or 'endpoint': what the integration runs.")]
    public void Problem_of_an_integration_says_what_it_is(string fields, string path, string message)
    {
        var workspace = fields.Contains("workspaceId", StringComparison.Ordinal) ? "" : ",'workspaceId':'w'";
        Assert.Equal([new Problem(path, message)], Read($"{{'name':'n'{workspace},'modelId':'m',{fields}}}").Problems);
    }

    private static string Import(string file = "'f'") =>
        $"{{'type':'AmazonS3ToAnaplan','sources':[{{'type':'AmazonS3','connectionId':'A','file':{file}}}],'targets':[{{'type':'Anaplan','actionId':1,'fileId':2}}]}}";

    private static string Export(string store = "AmazonS3", string item = "file", string? name = null, string file = "'f'",
        string actionId = "1") =>
        $"{{'type':'AnaplanTo{store}','sources':[{{'type':'Anaplan','actionId':{actionId}}}],'targets':[{{'type':'{store}','connectionId':'A','{item}':{name ?? file}}}]}}";

    private static string Jobs(params string[] jobs) => $"{{'name':'n','workspaceId':'w','modelId':'m','jobs':[{string.Join(',', jobs)}]}}";

    private static string Process(string name, string text)
    {        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "'n'", ["workspaceId"] = "'w'", ["modelId"] = "'m'", ["processId"] = "1", [name] = text,
        };
        return $"{{{string.Join(',', fields.Select(pair => $"'{pair.Key}':{pair.Value}"))}}}";
    }

    private static string Headers(params string[] names) =>
        $"{{'name':'n','endpoint':{{'url':'http://a','headers':{{{string.Join(',', names.Select(name => $"'{name}':'v'"))}}}}}}}";

    private static Parsed<IntegrationInput> Read(string document) =>
        IntegrationInputReader.Read(Encoding.UTF8.GetBytes(document.Replace("'A'", $"'{Ids.Of(1)}'").Replace('\'', '"')));

    private static string A(int length) => new('a', length);

    // Two units of UTF-16, one character.
    private static string Emoji(int length) => string.Concat(Enumerable.Repeat("😀", length));

    private static string E(int length) => new('é', length);

    private static string Digits(int length) => new('9', length);
}
