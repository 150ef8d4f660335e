using System.Text;
using CsCheck;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Flows;
using FlowFunctions.Core.Integrations;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Core.Runs;

namespace FlowFunctions.Core.Tests.Documents;

public class ReaderRobustnessTests
{
    private const int Mutants = 20_000;

    private static readonly string Flow =
        $$"""{"name":"Nightly","version":"2.0","type":"IntegrationFlow","nuxVisible":true,"timeout":"PT2H","steps":[{"type":"Integration","referrer":"{{Ids.Of(1)}}","dependsOn":null},{"referrer":"{{Ids.Of(2)}}","dependsOn":["{{Ids.Of(1)}}"],"isSkipped":false,"exceptionBehavior":[{"type":"failure","strategy":"continue"}],"timeout":"PT1M","retry":{"count":3,"backoff":"PT5S","coefficient":1.5,"maxBackoff":"PT1M"} }]}""";

    private const string Integration =
        """{"name":"Load","version":"2.0","workspaceId":"w1","modelId":"M1","nuxVisible":false,"endpoint":{"url":"https://example.com/run?x=1","method":"PUT","headers":{"X-Tenant":"a b","Accept":"*/*"},"secretName":"s","timeout":"PT1H","pollInterval":"PT2S"}}""";

    private static readonly string Jobs =
        $$"""{"name":"Load","version":"2.0","workspaceId":"w1","modelId":"M1","processId":"118000000012","jobs":[{"type":"AzureBlobToAnaplan","sources":[{"type":"AzureBlob","connectionId":"{{Ids.Of(1)}}","file":"in/sales.csv"}],"targets":[{"type":"Anaplan","actionId":112000000064,"fileId":"113000000055"}]},{"type":"AnaplanToGoogleBigQuery","sources":[{"type":"Anaplan","actionId":"116000000011"}],"targets":[{"type":"GoogleBigQuery","connectionId":"{{Ids.Of(2)}}","table":"sales","overwrite":true}]}]}""";

    private const string Connection =
        """{"type":"GoogleBigQuery","body":{"name":"BQ","workspaceId":"w1","dataset":"sales","serviceAccountKey":{"type":"service_account","project_id":"p","private_key":"-----BEGIN PRIVATE KEY-----\nMII","client_email":"a@p.iam.gserviceaccount.com","token_uri":"https://oauth2.googleapis.com/token"}}}""";

    private static readonly string Request = $$"""{"stepsToRun":["{{Ids.Of(1)}}","{{Ids.Of(2)}}"]}""";

    private static readonly string Notification =
        $$$"""{"integrationIds":["{{{Ids.Of(1)}}}","{{{Ids.Of(2)}}}"],"channels":["in_app","email"],"webhooks":["ops"],"notifications":{"config":[{"type":"success","users":["ann"]},{"type":"full_failure","users":["ann","bob"]}]}}""";

    [Fact]
    public void Flow_reader_answers_any_mutant() => Mutations.Of(Flow).Sample(mutant => AssertAnswer(FlowInputReader.Read(mutant)), iter: Mutants);

    [Fact]
    public void Integration_reader_answers_any_mutant() => Mutations.Of(Integration).Sample(mutant => AssertAnswer(IntegrationInputReader.Read(mutant)), iter: Mutants);

    [Fact]
    public void Integration_reader_answers_any_mutant_of_jobs() => Mutations.Of(Jobs).Sample(mutant => AssertAnswer(IntegrationInputReader.Read(mutant)), iter: Mutants);

    [Fact]
    public void Connection_reader_answers_any_mutant() => Mutations.Of(Connection).Sample(mutant => AssertAnswer(ConnectionReader.ReadNew(mutant)), iter: Mutants);

    [Fact]
    public void Run_request_reader_answers_any_mutant() => Mutations.Of(Request).Sample(mutant => AssertAnswer(RunRequestReader.Read(mutant)), iter: Mutants);

    [Fact]
    public void Notification_reader_answers_any_mutant() =>
        Mutations.Of(Notification).Sample(mutant => AssertAnswer(NotificationInputReader.Read(mutant)), iter: Mutants);

    [Fact]
    public void Readers_answer_any_bytes() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            AssertAnswer(FlowInputReader.Read(bytes));
            AssertAnswer(IntegrationInputReader.Read(bytes));
            AssertAnswer(ConnectionReader.ReadNew(bytes));
            AssertAnswer(RunRequestReader.Read(bytes));
            AssertAnswer(NotificationInputReader.Read(bytes));
        },
        iter: Mutants);

    [Fact]
    public void Documents_that_are_mutated_are_right_to_begin_with()
    {
        Assert.True(FlowInputReader.Read(Encoding.UTF8.GetBytes(Flow)).IsValid);
        Assert.True(IntegrationInputReader.Read(Encoding.UTF8.GetBytes(Integration)).IsValid);
        Assert.True(IntegrationInputReader.Read(Encoding.UTF8.GetBytes(Jobs)).IsValid);
        Assert.True(ConnectionReader.ReadNew(Encoding.UTF8.GetBytes(Connection)).IsValid);
        Assert.True(RunRequestReader.Read(Encoding.UTF8.GetBytes(Request)).IsValid);
        Assert.True(NotificationInputReader.Read(Encoding.UTF8.GetBytes(Notification)).IsValid);
    }

    // Each fills 256 KiB with one kind of fault.
    [Theory]
    [InlineData("{", "\"p{0}\":0,", "\"name\":1}")]
    [InlineData("{", "\"steps\":0,", "\"name\":1}")]
    [InlineData("{\"steps\":[", "{{}},", "{}]}")]
    [InlineData("{\"steps\":[", "0,", "0]}")]
    [InlineData("{\"steps\":[", "{{\"referrer\":\"{0:x32}\",\"dependsOn\":[\"{1:x32}\"]}},", "0]}")]
    [InlineData("{\"steps\":[{\"referrer\":\"00000000000000000000000000000000\",\"dependsOn\":[", "\"{0:x32}\",", "0]}]}")]
    [InlineData("{\"steps\":[{\"referrer\":\"00000000000000000000000000000000\",\"dependsOn\":[", "\"00000000000000000000000000000001\",", "0]}]}")]
    [InlineData("{\"steps\":[{\"exceptionBehavior\":[", "{{\"type\":\"failure\"}},", "0]}]}")]
    [InlineData("{\"name\":\"", "\\u0001", "\"}")]
    [InlineData("", "[", "")]
    [InlineData("{\"endpoint\":{\"headers\":{", "\"h{0}\":0,", "\"h\":1}}}")]
    [InlineData("{\"jobs\":[", "{{}},", "{}]}")]
    [InlineData("{\"jobs\":[", "{{\"type\":\"AmazonS3ToAnaplan\",\"sources\":[{{}}],\"targets\":[{{}}]}},", "0]}")]
    [InlineData("{\"jobs\":[{\"sources\":[", "{{}},", "{}]}]}")]
    [InlineData("{\"type\":\"GoogleBigQuery\",\"body\":{\"serviceAccountKey\":{", "\"k{0}\":0,", "\"k\":1}}}")]
    [InlineData("{\"stepsToRun\":[", "\"{0:x32}\",", "0]}")]
    public void Hostile_document_is_read_in_time_in_proportion_to_its_length(string start, string repeated, string end)
    {
        const int Factor = 8;
        const int Length = 1 << 18;
        var whole = Hostile(start, repeated, end, Length);
        var part = Hostile(start, repeated, end, Length / Factor);

        // Eight times the length takes eight times as long, or 64 times where a reader looks at everything for every fault. Of a few milliseconds nothing can be told. A machine that is taken away
        // meanwhile, or compiles, may count as the thread's time; not five times in turn.
        Assert.Contains(
            Enumerable.Range(0, 5),
            _ => ThreadTime.Of(() => ReadAll(whole)) is var time && (time < TimeSpan.FromMilliseconds(20) || time < ThreadTime.Of(() => ReadAll(part)) * Factor * 3));
    }

    private static byte[] Hostile(string start, string repeated, string end, int length)
    {
        var text = new StringBuilder(start);
        for (var i = 1; text.Length < length; i++)
        {
            text.AppendFormat(repeated, i, i - 1);
        }

        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }

    private static void ReadAll(byte[] document)
    {
        AssertAnswer(FlowInputReader.Read(document));
        AssertAnswer(IntegrationInputReader.Read(document));
        AssertAnswer(ConnectionReader.ReadNew(document));
        AssertAnswer(RunRequestReader.Read(document));
        AssertAnswer(NotificationInputReader.Read(document));
    }

    private static void AssertAnswer<T>(Parsed<T> parsed)
        where T : class
    {
        Assert.Equal(parsed.IsValid, parsed.Problems.Count == 0);
        Assert.InRange(parsed.Problems.Count, 0, ProblemCollector.Limit + 1);
        Assert.All(parsed.Problems, problem => Assert.InRange(problem.Message.Length, 1, 5000));
        Assert.All(parsed.Problems, problem => Assert.InRange(problem.Path.Length, 0, 500));
    }
}
