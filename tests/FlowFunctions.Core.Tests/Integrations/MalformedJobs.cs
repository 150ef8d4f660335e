namespace FlowFunctions.Core.Tests.Integrations;

/// <summary>
/// Integrations whose jobs are none, with the path of each problem there is in them, in no particular order. In the documents A and B stand for the ids of
/// two connections; quotes are written '.
/// </summary>
internal static class MalformedJobs
{
    private const string Blob = "{'type':'AzureBlob','connectionId':'A','file':'in/a.csv'}";
    private const string S3 = "{'type':'AmazonS3','connectionId':'A','file':'in/a.csv'}";
    private const string Table = "{'type':'GoogleBigQuery','connectionId':'A','table':'sales'}";
    private const string Action = "{'type':'Anaplan','actionId':'112000000064','fileId':'113000000055'}";
    private const string Export = "{'type':'Anaplan','actionId':'116000000011'}";

    public static TheoryData<string, string, string[]> All
    {
        get
        {
            var all = new TheoryData<string, string, string[]>();
            foreach (var (name, document, paths) in Lists.Concat(Types).Concat(Sides).Concat(Items).Concat(Actions).Concat(Together))
            {
                all.Add(name, document.Replace("'A'", $"'{Ids.Of(1)}'").Replace("'B'", $"'{Ids.Of(2)}'").Replace('\'', '"'), paths);
            }

            return all;
        }
    }

    private static IEnumerable<(string, string, string[])> Lists =>
    [
        ("no jobs", Integration("[]"), ["jobs"]),
        ("jobs object", Integration("{}"), ["jobs"]),
        ("jobs text", Integration("'AmazonS3ToAnaplan'"), ["jobs"]),
        ("101 jobs", Integration($"[{string.Join(',', Enumerable.Repeat(Job("AmazonS3ToAnaplan", S3, Action), 101))}]"), ["jobs"]),
        ("job null", Integration($"[{Job("AmazonS3ToAnaplan", S3, Action)},null]"), ["jobs[1]"]),
        ("job text", Integration("['AmazonS3ToAnaplan']"), ["jobs[0]"]),
        ("job empty", Integration("[{}]"), ["jobs[0].type", "jobs[0].sources", "jobs[0].targets"]),
        ("job misspelt", Integration($"[{{'type':'AmazonS3ToAnaplan','source':[{S3}],'targets':[{Action}]}}]"), ["jobs[0].source", "jobs[0].sources"]),
        ("jobs and endpoint", $"{{'name':'n','endpoint':{{'url':'https://x.y'}},'jobs':[{Job("AmazonS3ToAnaplan", S3, Action)}]}}", ["endpoint"]),
        ("jobs without a model", $"{{'name':'n','jobs':[{Job("AmazonS3ToAnaplan", S3, Action)}]}}", ["workspaceId", "modelId"]),
        ("no jobs in a process", Integration("[]", ",'processId':1"), ["jobs"]),
        ("jobs twice", Integration($"[{Job("AmazonS3ToAnaplan", S3, Action)}]", ",'jobs':[]"), ["jobs"]),
    ];

    private static IEnumerable<(string, string, string[])> Types =>
    [
        ("type missing", Integration($"[{{'sources':[{S3}],'targets':[{Action}]}}]"), ["jobs[0].type"]),
        ("type null", Integration($"[{{'type':null,'sources':[{S3}],'targets':[{Action}]}}]"), ["jobs[0].type"]),
        ("type in lower case", One("amazonS3ToAnaplan", S3, Action), ["jobs[0].type"]),
        ("type from cloud to cloud", One("AmazonS3ToAzureBlob", S3, Blob), ["jobs[0].type"]),
        ("import and export", Integration($"[{Job("AmazonS3ToAnaplan", S3, Action)},{Job("AnaplanToAmazonS3", Export, S3)}]"), ["jobs[1].type"]),
        ("export and imports", Integration($"[{Job("AnaplanToAzureBlob", Export, Blob)},{Job("AzureBlobToAnaplan", Blob, Action)},{Job("AmazonS3ToAnaplan", S3, Action)}]"), ["jobs[1].type", "jobs[2].type"]),
        ("unknown type, and what is wrong anyway", One("Copy", "{'type':'AmazonS3','connectionId':'A','file':''}", "{'type':'Anaplan'}"), ["jobs[0].type", "jobs[0].sources[0].file", "jobs[0].targets[0].actionId", "jobs[0].targets[0].fileId"]),
    ];

    private static IEnumerable<(string, string, string[])> Sides =>
    [
        ("sources null", Integration($"[{{'type':'AmazonS3ToAnaplan','sources':null,'targets':[{Action}]}}]"), ["jobs[0].sources"]),
        ("sources object", Integration($"[{{'type':'AmazonS3ToAnaplan','sources':{S3},'targets':[{Action}]}}]"), ["jobs[0].sources"]),
        ("no source", Integration($"[{{'type':'AmazonS3ToAnaplan','sources':[],'targets':[{Action}]}}]"), ["jobs[0].sources"]),
        ("two sources", Integration($"[{{'type':'AmazonS3ToAnaplan','sources':[{S3},{S3}],'targets':[{Action}]}}]"), ["jobs[0].sources"]),
        ("no target", Integration($"[{{'type':'AmazonS3ToAnaplan','sources':[{S3}],'targets':[]}}]"), ["jobs[0].targets"]),
        ("two targets", Integration($"[{{'type':'AmazonS3ToAnaplan','sources':[{S3}],'targets':[{Action},{Action}]}}]"), ["jobs[0].targets"]),
        ("source null", One("AmazonS3ToAnaplan", "null", Action), ["jobs[0].sources[0]"]),
        ("source id", One("AmazonS3ToAnaplan", "'A'", Action), ["jobs[0].sources[0]"]),
        ("source empty", One("AmazonS3ToAnaplan", "{}", Action), ["jobs[0].sources[0].type", "jobs[0].sources[0].connectionId", "jobs[0].sources[0].file"]),
        ("target empty", One("AmazonS3ToAnaplan", S3, "{}"), ["jobs[0].targets[0].type", "jobs[0].targets[0].actionId", "jobs[0].targets[0].fileId"]),
        ("type unknown on both sides", One("Copy", "{}", "{}"), ["jobs[0].type", "jobs[0].sources[0].type", "jobs[0].targets[0].type"]),
        ("source of another cloud", One("AmazonS3ToAnaplan", Blob, Action), ["jobs[0].sources[0].type"]),
        ("table for a file", One("AmazonS3ToAnaplan", Table, Action), ["jobs[0].sources[0].type"]),
        ("file for a table", One("GoogleBigQueryToAnaplan", S3, Action), ["jobs[0].sources[0].type"]),
        ("sides exchanged in an import", One("AzureBlobToAnaplan", Export, Blob), ["jobs[0].sources[0].type", "jobs[0].targets[0].type"]),
        ("sides exchanged in an export", One("AnaplanToAzureBlob", Blob, Action), ["jobs[0].sources[0].type", "jobs[0].targets[0].type"]),
        ("source type other", One("AmazonS3ToAnaplan", "{'type':'Ftp','connectionId':'A','file':'a'}", Action), ["jobs[0].sources[0].type"]),
    ];

    private static IEnumerable<(string, string, string[])> Items =>
    [
        ("connection missing", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','file':'a'}", Action), ["jobs[0].sources[0].connectionId"]),
        ("connection null", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':null,'file':'a'}", Action), ["jobs[0].sources[0].connectionId"]),
        ("connection number", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':1,'file':'a'}", Action), ["jobs[0].sources[0].connectionId"]),
        ("connection by name", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'My bucket','file':'a'}", Action), ["jobs[0].sources[0].connectionId"]),
        ("file missing", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A'}", Action), ["jobs[0].sources[0].file"]),
        ("file empty", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':''}", Action), ["jobs[0].sources[0].file"]),
        ("file number", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':1}", Action), ["jobs[0].sources[0].file"]),
        ("file that is a folder", One("AzureBlobToAnaplan", "{'type':'AzureBlob','connectionId':'A','file':'in/'}", Action), ["jobs[0].sources[0].file"]),
        ("file with a line break", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':'a\\nb'}", Action), ["jobs[0].sources[0].file"]),
        ("file of 1025 bytes", One("AmazonS3ToAnaplan", $"{{'type':'AmazonS3','connectionId':'A','file':'a{new string('ä', 512)}'}}", Action), ["jobs[0].sources[0].file"]),
        ("blob outside its container", One("AzureBlobToAnaplan", "{'type':'AzureBlob','connectionId':'A','file':'../other/leak.csv'}", Action),
            ["jobs[0].sources[0].file"]),
        ("export outside its container", One("AnaplanToAzureBlob", Export, "{'type':'AzureBlob','connectionId':'A','file':'../other/leak.csv'}"),
            ["jobs[0].targets[0].file"]),
        ("key that begins with a slash", One("AnaplanToAmazonS3", Export, "{'type':'AmazonS3','connectionId':'A','file':'/lead.csv'}"),
            ["jobs[0].targets[0].file"]),
        ("folder outside its bucket", One("AnaplanToAmazonS3", Export, "{'type':'AmazonS3','connectionId':'A','file':'../'}"),
            ["jobs[0].targets[0].file"]),
        ("half of a surrogate pair in a file", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':'a\\ud83d'}", Action), [""]),
        ("every file of every job", Integration($"[{Job("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':'/a'}", Action)},"
            + $"{Job("AzureBlobToAnaplan", "{'type':'AzureBlob','connectionId':'A','file':'a.'}", Action)}]"),
            ["jobs[0].sources[0].file", "jobs[1].sources[0].file"]),
        ("table at a file", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','table':'t'}", Action), ["jobs[0].sources[0].table", "jobs[0].sources[0].file"]),
        ("file at a table", One("GoogleBigQueryToAnaplan", "{'type':'GoogleBigQuery','connectionId':'A','file':'t'}", Action), ["jobs[0].sources[0].file", "jobs[0].sources[0].table"]),
        ("table with its dataset", One("GoogleBigQueryToAnaplan", "{'type':'GoogleBigQuery','connectionId':'A','table':'d.t'}", Action), ["jobs[0].sources[0].table"]),
        ("table empty", One("GoogleBigQueryToAnaplan", "{'type':'GoogleBigQuery','connectionId':'A','table':''}", Action), ["jobs[0].sources[0].table"]),
        ("overwrite at a source", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':'a','overwrite':true}", Action), ["jobs[0].sources[0].overwrite"]),
        ("overwrite text", One("AnaplanToAmazonS3", Export, "{'type':'AmazonS3','connectionId':'A','file':'out/','overwrite':'yes'}"), ["jobs[0].targets[0].overwrite"]),
        ("action at a file", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':'a','actionId':1}", Action), ["jobs[0].sources[0].actionId"]),
        ("file id at a target file", One("AnaplanToAmazonS3", Export, "{'type':'AmazonS3','connectionId':'A','file':'out/','fileId':1}"), ["jobs[0].targets[0].fileId"]),
        ("what is only read", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A','file':'a','connectionName':'n','isConnectionDeleted':false}", Action), ["jobs[0].sources[0].connectionName", "jobs[0].sources[0].isConnectionDeleted"]),
        ("misspelt connection", One("AmazonS3ToAnaplan", "{'type':'AmazonS3','connection':'A','file':'a'}", Action), ["jobs[0].sources[0].connection", "jobs[0].sources[0].connectionId"]),
    ];

    private static IEnumerable<(string, string, string[])> Actions =>
    [
        ("action missing", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','fileId':1}"), ["jobs[0].targets[0].actionId"]),
        ("file missing at an import", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1}"), ["jobs[0].targets[0].fileId"]),
        ("file at an export", One("AnaplanToAmazonS3", Action, S3), ["jobs[0].sources[0].fileId"]),
        ("action no digits", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':'import','fileId':1}"), ["jobs[0].targets[0].actionId"]),
        ("action negative", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':-1,'fileId':1}"), ["jobs[0].targets[0].actionId"]),
        ("action with a fraction", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1.5,'fileId':1}"), ["jobs[0].targets[0].actionId"]),
        ("action of 19 digits", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':'1234567890123456789','fileId':1}"), ["jobs[0].targets[0].actionId"]),
        ("file id empty", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1,'fileId':''}"), ["jobs[0].targets[0].fileId"]),
        ("file id true", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1,'fileId':true}"), ["jobs[0].targets[0].fileId"]),
        ("file path at an action", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1,'fileId':1,'file':'a'}"), ["jobs[0].targets[0].file"]),
        ("connection at an action", One("AnaplanToAmazonS3", "{'type':'Anaplan','actionId':1,'connectionId':'A'}", S3), ["jobs[0].sources[0].connectionId"]),
        ("overwrite at an action", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1,'fileId':1,'overwrite':true}"), ["jobs[0].targets[0].overwrite"]),
        ("model at an action", One("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':1,'fileId':1,'modelId':'m'}"), ["jobs[0].targets[0].modelId"]),
    ];

    private static IEnumerable<(string, string, string[])> Together =>
    [
        ("a fault in every job", Integration($"[{Job("AmazonS3ToAnaplan", "{'type':'AmazonS3','connectionId':'A'}", Action)},{Job("AmazonS3ToAnaplan", S3, "{'type':'Anaplan','actionId':'x','fileId':1}")},7]", ",'version':'1.0'"),
            ["version", "jobs[0].sources[0].file", "jobs[1].targets[0].actionId", "jobs[2]"]),
        ("faults of a process and of its jobs", Integration($"[{Job("AmazonS3ToAnaplan", Blob, Action)}]", ",'processId':'x'"), ["processId", "jobs[0].sources[0].type"]),
    ];

    private static string One(string type, string source, string target) => Integration($"[{Job(type, source, target)}]");

    private static string Job(string type, string source, string target) => $"{{'type':'{type}','sources':[{source}],'targets':[{target}]}}";

    private static string Integration(string jobs, string more = "") => $"{{'name':'n','workspaceId':'w','modelId':'m','jobs':{jobs}{more}}}";
}
