namespace FlowFunctions.Cli.Tests;

/// <summary>What a server answers: two flows, one of them with a failed run, their integrations, and a connection.</summary>
internal static class SampleAnswers
{
    public const string Flow = "01a225a56b6f7abfbb1119ae5931f01e";
    public const string OtherFlow = "01a225a56b6f7abfbb1119ae5931f02e";
    public const string Products = "01a225a5630a7f09b75bbfdd9e6fe598";
    public const string Sales = "01a225a566957a588965fa55acfdc5f8";
    public const string Run = "01a225a5b0c37c01a1543cb110b5b41f";
    public const string StepRun = "01a225a5b0c37c01a1543cb110b5b42f";
    public const string Connection = "01a225a5b0c37c01a1543cb110b5c0de";

    public const string Lists = "?limit=1000&offset=0";

    public const string LatestRun = """{"triggeredBy":"ann","startDate":"2026-11-28T22:00:00.000Z","endDate":"2026-11-28T22:00:15.900Z","success":false,"message":"Completed with failures: 1 of 2 steps","executionErrorCode":1001,"triggerSource":"scheduled"}""";

    public const string Flows = $$"""
        {"integrationFlows":[{"id":"{{Flow}}","name":"Nightly load","stepsCount":2,"modifiedBy":null,"modificationDate":"2026-11-01T08:00:00.000Z","latestRun":{{LatestRun}}},{"id":"{{OtherFlow}}","name":"Weekly report","stepsCount":5,"latestRun":null}],
        "meta":{"paging":{"currentPageSize":2,"offset":0,"totalSize":2} } }
        """;

    public const string Integrations = $$"""
        {"integrations":[{"integrationId":"{{Products}}","name":"Load products","integrationType":"Import","latestRun":null},{"integrationId":"{{Sales}}","name":"Load sales","integrationType":"Process","latestRun":null}],
        "meta":{"paging":{"currentPageSize":2,"offset":0,"totalSize":2} } }
        """;

    public const string Connections = $$"""
        {"connections":[{"connectionId":"{{Connection}}","connectionType":"AzureBlob","status":1,"integrationErrorCode":null,"createdBy":"ann","creationDate":"2026-11-01T08:00:00.000Z","modificationDate":"2026-11-02T08:00:00.000Z",
        "body":{"name":"Planning files","storageAccountName":"plans","containerName":"files","authMethod":"SAS-based"} }],
        "meta":{"paging":{"currentPageSize":1,"offset":0,"totalSize":1} } }
        """;

    public const string FlowDocument = $$"""
        {"integrationFlow":{"id":"{{Flow}}","name":"Nightly load","createdBy":"ann","creationDate":"2026-11-01T08:00:00.000Z","modifiedBy":null,"modificationDate":"2026-11-01T08:00:00.000Z",
        "notificationId":null,"latestRun":{{LatestRun}},"stepsCount":2,"version":"2.0","nuxVisible":false,"timeout":"PT2H","steps":[
        {"referrer":"{{Products}}","name":"Load products","type":"Import","dependsOn":null,"isSkipped":false,"exceptionBehavior":[{"type":"failure","strategy":"stop"},{"type":"partial_success","strategy":"continue"}],"timeout":null,"retry":null},
        {"referrer":"{{Sales}}","name":"Load sales","type":"Process","dependsOn":["{{Products}}"],"isSkipped":false,"exceptionBehavior":[{"type":"failure","strategy":"continue"},{"type":"partial_success","strategy":"continue"}],"timeout":null,"retry":null}]} }
        """;

    public const string Runs = $$"""
        {"runs":[{"id":"{{Run}}","integrationId":"{{Flow}}","traceId":"a35d51f8","startDate":"2026-11-28T22:00:00.000Z","endDate":"2026-11-28T22:00:15.900Z","success":false,"message":"Completed with failures: 1 of 2 steps","executionErrorCode":1001,"triggerSource":"scheduled"}],
        "meta":{"paging":{"currentPageSize":1,"offset":0,"totalSize":1} } }
        """;

    public const string Schedule = """
        {"schedule":{"name":"Nightly","type":"daily","timezone":"Europe/Paris","time":"22:00","fromTime":null,"toTime":null,"repeatEvery":null,"daysOfWeek":[],"startDate":"2026-12-01","endDate":null,"status":"enabled"} }
        """;

    /// <summary>Over the night when clocks go forward.</summary>
    public static string Next(string status) => $$"""
        {"next":{"timezone":"Europe/Paris","words":"Every day at 22:00","status":"{{status}}","occurrences":[
        {"date":"2027-03-27T21:00:00.000Z","localDate":"2027-03-27T22:00:00","utcOffset":"+01:00"},{"date":"2027-03-28T20:00:00.000Z","localDate":"2027-03-28T22:00:00","utcOffset":"+02:00"}]} }
        """;

    public const string Success = """{"status":{"code":200,"message":"Success"} }""";

    /// <summary>The run of the flow at its end, or while its second step runs.</summary>
    public static string RunDocument(bool hasEnded = true, bool success = false, int? code = 1001, string message = "Completed with failures: 1 of 2 steps") => $$"""
        {"run":{"id":"{{Run}}","integrationId":"{{Flow}}","traceId":"a35d51f8","startDate":"2026-11-28T22:00:00.000Z","endDate":{{(hasEnded ? "\"2026-11-28T22:00:15.900Z\"" : "null")}},
        "success":{{(success ? "true" : "false")}},"message":"{{message}}","executionErrorCode":{{code?.ToString() ?? "null"}},"triggerSource":"scheduled","steps":[
        {"referrer":"{{Products}}","name":"Load products","status":"success","startDate":"2026-11-28T22:00:00.100Z","endDate":"2026-11-28T22:00:05.100Z","attempts":1,"message":"6 rows","executionErrorCode":null,"runId":"{{Run}}","progress":null},
        {"referrer":"{{Sales}}","name":"Load sales","status":"{{(hasEnded ? success ? "success" : "failure" : "running")}}","startDate":"2026-11-28T22:00:05.200Z","endDate":{{(hasEnded ? "\"2026-11-28T22:00:15.800Z\"" : "null")}},"attempts":2,"message":"Item not found","executionErrorCode":{{(hasEnded && !success ? "1001" : "null")}},"runId":"{{StepRun}}","progress":0.5}]} }
        """;

    /// <summary>Everything that finding and reading asks for.</summary>
    public static ScriptedApi AnswerAll(this ScriptedApi api) => api
        .On($"GET /2/0/integrationflows{Lists}", Flows)
        .On($"GET /2/0/integrations{Lists}", Integrations)
        .On($"GET /2/0/integrations/connections{Lists}", Connections)
        .On($"GET /2/0/integrationflows/{Flow}", FlowDocument)
        .On($"GET /2/0/integrationflows/{Flow}/runs?limit=20&offset=0", Runs)
        .On($"GET /2/0/integrationflows/{Flow}/runs?limit=1&offset=0", Runs);
}
