namespace FlowFunctions.Core.Tests.Flows;

/// <summary>
/// Documents that are no flow, with the path of each problem there is in them, in no particular order. In the documents A to D stand for
/// the ids of four integrations and X for one that no step has; quotes are written '.
/// </summary>
internal static class MalformedFlows
{
    private const string Two = "{'referrer':'A'},{'referrer':'B'}";

    public static TheoryData<string, string, string[]> All
    {
        get
        {
            var all = new TheoryData<string, string, string[]>();
            foreach (var (name, document, paths) in new[]
            {
                NotJson, Roots, Names, Headers, StepLists, Steps, Dependencies, Cycles, Behaviors, Timeouts, Retries, Together,
            }.SelectMany(kind => kind))
            {
                all.Add(name, Written(document), paths);
            }

            return all;
        }
    }

    private static IEnumerable<(string, string, string[])> NotJson =>
    [
        ("empty", "", [""]),
        ("blank", " \r\n\t ", [""]),
        ("word", "flow", [""]),
        ("open object", "{", [""]),
        ("open string", "{'name", [""]),
        ("open array", "{'name':'n','steps':[", [""]),
        ("no colon", "{'name' 'n'}", [""]),
        ("no comma", "{'name':'n' 'steps':[]}", [""]),
        ("comma at the end of an object", $"{{'name':'n','steps':[{Two}],}}", [""]),
        ("comma at the end of an array", $"{{'name':'n','steps':[{Two},]}}", [""]),
        ("bare name", "{name:'n'}", [""]),
        ("line comment", $"// flow\n{{'name':'n','steps':[{Two}]}}", [""]),
        ("block comment inside", $"{{'name':/* n */'n','steps':[{Two}]}}", [""]),
        ("comment after", $"{{'name':'n','steps':[{Two}]}} // end", [""]),
        ("second object", $"{{'name':'n','steps':[{Two}]}}{{}}", [""]),
        ("word after", $"{{'name':'n','steps':[{Two}]}} x", [""]),
        ("bracket after", $"{{'name':'n','steps':[{Two}]}}]", [""]),
        ("not a number", $"{{'name':NaN,'steps':[{Two}]}}", [""]),
        ("number with leading zero", $"{{'name':01,'steps':[{Two}]}}", [""]),
        ("control character in string", $"{{'name':'a\nb','steps':[{Two}]}}", [""]),
        ("unknown escape", $"{{'name':'\\x','steps':[{Two}]}}", [""]),
        ("half a surrogate pair in a value", $"{{'name':'\\ud800','steps':[{Two}]}}", [""]),
        ("half a surrogate pair in a name", $"{{'name':'n','\\udc00':1,'steps':[{Two}]}}", [""]),
        ("33 levels", $"{{'name':{new string('[', 32)}{new string(']', 32)},'steps':[{Two}]}}", [""]),
        ("100,000 levels", new string('[', 100_000), [""]),
    ];

    private static IEnumerable<(string, string, string[])> Roots =>
    [
        ("null", "null", [""]),
        ("array", "[]", [""]),
        ("string", "'flow'", [""]),
        ("number", "1", [""]),
        ("true", "true", [""]),
        ("nothing in it", "{}", ["name", "steps"]),
        ("wrapped", $"{{'integrationFlow':{{'name':'n','steps':[{Two}]}}}}", ["integrationFlow", "name", "steps"]),
        ("unknown property", $"{{'name':'n','steps':[{Two}],'color':'red'}}", ["color"]),
        ("misspelt steps", $"{{'name':'n','step':[{Two}]}}", ["step", "steps"]),
        ("names in capitals", $"{{'Name':'n','steps':[{Two}]}}", ["Name", "name"]),
        ("unknown in snake_case", $"{{'name':'n','steps':[{Two}],'nux_visibel':true}}", ["nuxVisibel"]),
        ("unknown that is no word", $"{{'name':'n','steps':[{Two}],'a.b':1,'':1,'0':1}}", ["[\"a.b\"]", "[\"\"]", "[\"0\"]"]),
        ("name twice", $"{{'name':'n','name':'m','steps':[{Two}]}}", ["name"]),
        ("name three times", $"{{'name':'n','name':'m','name':'o','steps':[{Two}]}}", ["name"]),
        ("both spellings", $"{{'name':'n','nuxVisible':true,'nux_visible':true,'steps':[{Two}]}}", ["nuxVisible"]),
        ("steps twice", $"{{'name':'n','steps':[{Two}],'steps':[]}}", ["steps"]),
    ];

    private static IEnumerable<(string, string, string[])> Names =>
    [
        ("name missing", $"{{'steps':[{Two}]}}", ["name"]),
        ("name null", $"{{'name':null,'steps':[{Two}]}}", ["name"]),
        ("name number", $"{{'name':1,'steps':[{Two}]}}", ["name"]),
        ("name huge number", $"{{'name':1{new string('0', 400)},'steps':[{Two}]}}", ["name"]),
        ("name object", $"{{'name':{{}},'steps':[{Two}]}}", ["name"]),
        ("name empty", $"{{'name':'','steps':[{Two}]}}", ["name"]),
        ("name blank", $"{{'name':' \\t\\u00a0 ','steps':[{Two}]}}", ["name"]),
        ("name of 201", $"{{'name':'{new string('n', 201)}','steps':[{Two}]}}", ["name"]),
        ("name with a line break", $"{{'name':'a\\nb','steps':[{Two}]}}", ["name"]),
        ("name with NUL", $"{{'name':'a\\u0000b','steps':[{Two}]}}", ["name"]),
        ("name with DEL", $"{{'name':'a\\u007fb','steps':[{Two}]}}", ["name"]),
    ];

    private static IEnumerable<(string, string, string[])> Headers =>
    [
        ("version 1.0", $"{{'name':'n','version':'1.0','steps':[{Two}]}}", ["version"]),
        ("version number", $"{{'name':'n','version':2.0,'steps':[{Two}]}}", ["version"]),
        ("type other", $"{{'name':'n','type':'Integration','steps':[{Two}]}}", ["type"]),
        ("type in lower case", $"{{'name':'n','type':'integrationflow','steps':[{Two}]}}", ["type"]),
        ("type array", $"{{'name':'n','type':[],'steps':[{Two}]}}", ["type"]),
        ("nuxVisible text", $"{{'name':'n','nuxVisible':'true','steps':[{Two}]}}", ["nuxVisible"]),
        ("nuxVisible number", $"{{'name':'n','nux_visible':1,'steps':[{Two}]}}", ["nuxVisible"]),
    ];

    private static IEnumerable<(string, string, string[])> StepLists =>
    [
        ("steps missing", "{'name':'n'}", ["steps"]),
        ("steps null", "{'name':'n','steps':null}", ["steps"]),
        ("steps object", "{'name':'n','steps':{}}", ["steps"]),
        ("steps text", "{'name':'n','steps':'A,B'}", ["steps"]),
        ("no steps", "{'name':'n','steps':[]}", ["steps"]),
        ("one step", "{'name':'n','steps':[{'referrer':'A'}]}", ["steps"]),
        ("one enabled step", "{'name':'n','steps':[{'referrer':'A'},{'referrer':'B','isSkipped':true}]}", ["steps"]),
        ("no enabled step", "{'name':'n','steps':[{'referrer':'A','isSkipped':true},{'referrer':'B','is_skipped':true}]}", ["steps"]),
        ("101 steps", $"{{'name':'n','steps':[{ManySteps(101)}]}}", ["steps"]),
        ("100 steps, two of them in a cycle",
            $"{{'name':'n','steps':[{ManySteps(98)},{{'referrer':'A','dependsOn':['B']}},{{'referrer':'B','dependsOn':['A']}}]}}",
            ["steps[98].dependsOn[0]"]),
        ("101 steps in a cycle", $"{{'name':'n','steps':[{ManySteps(99)},{{'referrer':'A','dependsOn':['B']}},{{'referrer':'B','dependsOn':['A']}}]}}", ["steps"]),
    ];

    private static IEnumerable<(string, string, string[])> Steps =>
    [
        ("step null", $"{{'name':'n','steps':[{Two},null]}}", ["steps[2]"]),
        ("step text", $"{{'name':'n','steps':['A','B']}}", ["steps[0]", "steps[1]"]),
        ("step array", $"{{'name':'n','steps':[[],{Two}]}}", ["steps[0]"]),
        ("step empty", $"{{'name':'n','steps':[{{}},{Two}]}}", ["steps[0].referrer"]),
        ("referrer null", $"{{'name':'n','steps':[{Two},{{'referrer':null}}]}}", ["steps[2].referrer"]),
        ("referrer number", $"{{'name':'n','steps':[{Two},{{'referrer':123}}]}}", ["steps[2].referrer"]),
        ("referrer empty", $"{{'name':'n','steps':[{Two},{{'referrer':''}}]}}", ["steps[2].referrer"]),
        ("referrer in capitals", $"{{'name':'n','steps':[{Two},{{'referrer':'ABCDEF00112233445566778899aabbcc'}}]}}", ["steps[2].referrer"]),
        ("referrer with dashes", $"{{'name':'n','steps':[{Two},{{'referrer':'019abcde-0000-7000-8000-000000000001'}}]}}", ["steps[2].referrer"]),
        ("referrer with a space", $"{{'name':'n','steps':[{Two},{{'referrer':' A'}}]}}", ["steps[2].referrer"]),
        ("referrer of a megabyte", $"{{'name':'n','steps':[{Two},{{'referrer':'{new string('0', 1 << 20)}'}}]}}", ["steps[2].referrer"]),
        ("referrer twice", $"{{'name':'n','steps':[{Two},{{'referrer':'A'}}]}}", ["steps[2].referrer"]),
        ("referrer three times", $"{{'name':'n','steps':[{Two},{{'referrer':'A'}},{{'referrer':'A'}}]}}", ["steps[2].referrer", "steps[3].referrer"]),
        ("step type other", $"{{'name':'n','steps':[{Two},{{'type':'Process','referrer':'C'}}]}}", ["steps[2].type"]),
        ("isSkipped text", $"{{'name':'n','steps':[{Two},{{'referrer':'C','isSkipped':'false'}}]}}", ["steps[2].isSkipped"]),
        ("isSkipped number", $"{{'name':'n','steps':[{Two},{{'referrer':'C','is_skipped':0}}]}}", ["steps[2].isSkipped"]),
        ("isSkipped unreadable counts as enabled", "{'name':'n','steps':[{'referrer':'A'},{'referrer':'B','isSkipped':'true'}]}", ["steps[1].isSkipped"]),
        ("misspelt dependsOn", $"{{'name':'n','steps':[{Two},{{'referrer':'C','dependOn':['A']}}]}}", ["steps[2].dependOn"]),
        ("misspelt depends_on", $"{{'name':'n','steps':[{Two},{{'referrer':'C','depend_on':['A']}}]}}", ["steps[2].dependOn"]),
        ("name in a step", $"{{'name':'n','steps':[{{'name':'x','referrer':'C'}},{Two}]}}", ["steps[0].name"]),
        ("both spellings in a step", $"{{'name':'n','steps':[{Two},{{'referrer':'C','isSkipped':false,'is_skipped':false}}]}}", ["steps[2].isSkipped"]),
    ];

    private static IEnumerable<(string, string, string[])> Dependencies =>
    [
        ("unknown dependency, beside a known one, that an unreadable referrer may be",
            "{'name':'n','steps':[{'referrer':'A','dependsOn':['B','X']},{'referrer':'B'},{'referrer':null}]}", ["steps[2].referrer"]),
        ("dependsOn text", DependsOn("'A'"), ["steps[2].dependsOn"]),
        ("dependsOn object", DependsOn("{}"), ["steps[2].dependsOn"]),
        ("dependsOn false", DependsOn("false"), ["steps[2].dependsOn"]),
        ("dependency null", DependsOn("['A',null]"), ["steps[2].dependsOn[1]"]),
        ("dependency number", DependsOn("[0]"), ["steps[2].dependsOn[0]"]),
        ("dependency array", DependsOn("[['A']]"), ["steps[2].dependsOn[0]"]),
        ("dependency no id", DependsOn("['Load']"), ["steps[2].dependsOn[0]"]),
        ("dependency unknown", DependsOn("['A','X']"), ["steps[2].dependsOn[1]"]),
        ("dependency twice", DependsOn("['A','B','A']"), ["steps[2].dependsOn[2]"]),
        ("dependency three times", DependsOn("['A','A','A']"), ["steps[2].dependsOn[1]", "steps[2].dependsOn[2]"]),
        ("unknown dependency twice", DependsOn("['X','X']"), ["steps[2].dependsOn[0]", "steps[2].dependsOn[1]"]),
        ("dependency on itself", DependsOn("['C']"), ["steps[2].dependsOn[0]"]),
        ("every kind of wrong dependency", DependsOn("['C','X','A','A',1,'z']"), ["steps[2].dependsOn[0]", "steps[2].dependsOn[1]", "steps[2].dependsOn[3]", "steps[2].dependsOn[4]", "steps[2].dependsOn[5]"]),
        ("place is counted with the unreadable", DependsOn("[null,'X']"), ["steps[2].dependsOn[0]", "steps[2].dependsOn[1]"]),
        ("unreadable referrer explains the unknown dependency", "{'name':'n','steps':[{'referrer':1},{'referrer':'B'},{'referrer':'C','dependsOn':['A']}]}", ["steps[0].referrer"]),
        ("unreadable step explains the unknown dependency", "{'name':'n','steps':['A',{'referrer':'B'},{'referrer':'C','dependsOn':['A']}]}", ["steps[0]"]),
        ("one unreadable referrer does not explain two", "{'name':'n','steps':[{'referrer':1},{'referrer':'B'},{'referrer':'C','dependsOn':['A','X']}]}", ["steps[0].referrer", "steps[2].dependsOn[0]", "steps[2].dependsOn[1]"]),
    ];

    private static IEnumerable<(string, string, string[])> Cycles =>
    [
        ("cycle of two", Depending("A:B", "B:A"), ["steps[0].dependsOn[0]"]),
        ("cycle of three", Depending("A:B", "B:C", "C:A"), ["steps[0].dependsOn[0]"]),
        ("cycle behind a step", Depending("A:B", "B:C", "C:D", "D:B"), ["steps[1].dependsOn[0]"]),
        ("cycle by a dependency that is given twice", Depending("A:B,B", "B:A"), ["steps[0].dependsOn[0]", "steps[0].dependsOn[1]"]),
        ("two cycles apart", Depending("A:B", "B:A", "C:D", "D:C"), ["steps[0].dependsOn[0]", "steps[2].dependsOn[0]"]),
        ("two cycles through one step", Depending("A:B,C", "B:A", "C:A"), ["steps[0].dependsOn[0]", "steps[0].dependsOn[1]"]),
        ("cycle and a dependency on itself", Depending("A:A,B", "B:A"), ["steps[0].dependsOn[0]", "steps[0].dependsOn[1]"]),
        ("cycle through a skipped step", "{'name':'n','steps':[{'referrer':'A','dependsOn':['B']},{'referrer':'B','dependsOn':['A'],'isSkipped':true},{'referrer':'C'}]}", ["steps[0].dependsOn[0]"]),
        ("cycle beside an unknown dependency", Depending("A:X,B", "B:A"), ["steps[0].dependsOn[0]", "steps[0].dependsOn[1]"]),
    ];

    private static IEnumerable<(string, string, string[])> Behaviors =>
    [
        ("exceptionBehavior object", Behavior("{}"), ["steps[2].exceptionBehavior"]),
        ("exceptionBehavior text", Behavior("'stop'"), ["steps[2].exceptionBehavior"]),
        ("behavior null", Behavior("[null]"), ["steps[2].exceptionBehavior[0]"]),
        ("behavior text", Behavior("['stop']"), ["steps[2].exceptionBehavior[0]"]),
        ("behavior empty", Behavior("[{}]"), ["steps[2].exceptionBehavior[0].type", "steps[2].exceptionBehavior[0].strategy"]),
        ("behavior without strategy", Behavior("[{'type':'failure'}]"), ["steps[2].exceptionBehavior[0].strategy"]),
        ("behavior without type", Behavior("[{'strategy':'stop'}]"), ["steps[2].exceptionBehavior[0].type"]),
        ("behavior type other", Behavior("[{'type':'success','strategy':'stop'}]"), ["steps[2].exceptionBehavior[0].type"]),
        ("behavior type camelCase", Behavior("[{'type':'partialSuccess','strategy':'stop'}]"), ["steps[2].exceptionBehavior[0].type"]),
        ("behavior strategy other", Behavior("[{'type':'failure','strategy':'retry'}]"), ["steps[2].exceptionBehavior[0].strategy"]),
        ("behavior strategy null", Behavior("[{'type':'failure','strategy':null}]"), ["steps[2].exceptionBehavior[0].strategy"]),
        ("behavior type twice", Behavior("[{'type':'failure','strategy':'stop'},{'type':'failure','strategy':'continue'}]"), ["steps[2].exceptionBehavior[1].type"]),
        ("behavior with more", Behavior("[{'type':'failure','strategy':'stop','retries':3}]"), ["steps[2].exceptionBehavior[0].retries"]),
        ("behavior misspelt", Behavior("[{'typ':'failure','strategy':'stop'}]"), ["steps[2].exceptionBehavior[0].typ", "steps[2].exceptionBehavior[0].type"]),
        ("behaviour in British", "{'name':'n','steps':[" + Two + ",{'referrer':'C','exceptionBehaviour':[]}]}", ["steps[2].exceptionBehaviour"]),
    ];

    private static IEnumerable<(string, string, string[])> Timeouts =>
    [
        ("timeout number", $"{{'name':'n','timeout':60,'steps':[{Two}]}}", ["timeout"]),
        ("timeout no duration", $"{{'name':'n','timeout':'2 hours','steps':[{Two}]}}", ["timeout"]),
        ("timeout too short", $"{{'name':'n','timeout':'PT0.5S','steps':[{Two}]}}", ["timeout"]),
        ("timeout too long", $"{{'name':'n','timeout':'P6DT1S','steps':[{Two}]}}", ["timeout"]),
        ("timeout negative", $"{{'name':'n','timeout':'-PT1M','steps':[{Two}]}}", ["timeout"]),
        ("timeout in capitals", $"{{'name':'n','Timeout':'PT1M','steps':[{Two}]}}", ["Timeout"]),
        ("step timeout object", Limited("'timeout':{}"), ["steps[2].timeout"]),
        ("step timeout too short", Limited("'timeout':'PT0S'"), ["steps[2].timeout"]),
        ("step timeout too long", Limited("'timeout':'PT24H1S'"), ["steps[2].timeout"]),
        ("step timeout misspelt", Limited("'time_out':'PT1M'"), ["steps[2].timeOut"]),
    ];

    private static IEnumerable<(string, string, string[])> Retries =>
    [
        ("retry number", Limited("'retry':3"), ["steps[2].retry"]),
        ("retry list", Limited("'retry':[]"), ["steps[2].retry"]),
        ("retry empty", Limited("'retry':{}"), ["steps[2].retry.count"]),
        ("retry of a flow", $"{{'name':'n','retry':{{'count':1}},'steps':[{Two}]}}", ["retry"]),
        ("retry count null", Limited("'retry':{'count':null}"), ["steps[2].retry.count"]),
        ("retry count text", Limited("'retry':{'count':'3'}"), ["steps[2].retry.count"]),
        ("retry count zero", Limited("'retry':{'count':0}"), ["steps[2].retry.count"]),
        ("retry count of eleven", Limited("'retry':{'count':11}"), ["steps[2].retry.count"]),
        ("retry count with a fraction", Limited("'retry':{'count':1.5}"), ["steps[2].retry.count"]),
        ("retry count that wraps round", Limited("'retry':{'count':4294967297}"), ["steps[2].retry.count"]),
        ("retry backoff number", Limited("'retry':{'count':1,'backoff':30}"), ["steps[2].retry.backoff"]),
        ("retry backoff too short", Limited("'retry':{'count':1,'backoff':'PT0.9S'}"), ["steps[2].retry.backoff"]),
        ("retry backoff too long", Limited("'retry':{'count':1,'backoff':'PT61M'}"), ["steps[2].retry.backoff"]),
        ("retry coefficient text", Limited("'retry':{'count':1,'coefficient':'2'}"), ["steps[2].retry.coefficient"]),
        ("retry coefficient under one", Limited("'retry':{'count':1,'coefficient':0.99}"), ["steps[2].retry.coefficient"]),
        ("retry coefficient over ten", Limited("'retry':{'count':1,'coefficient':10.01}"), ["steps[2].retry.coefficient"]),
        ("retry coefficient beyond numbers", Limited("'retry':{'count':1,'coefficient':1e999}"), ["steps[2].retry.coefficient"]),
        ("retry maxBackoff too long", Limited("'retry':{'count':1,'maxBackoff':'P1D'}"), ["steps[2].retry.maxBackoff"]),
        ("retry maxBackoff shorter than backoff", Limited("'retry':{'count':1,'backoff':'PT1M','maxBackoff':'PT59S'}"), ["steps[2].retry.maxBackoff"]),
        ("retry maxBackoff shorter than the default backoff", Limited("'retry':{'count':1,'max_backoff':'PT10S'}"), ["steps[2].retry.maxBackoff"]),
        ("retry both spellings", Limited("'retry':{'count':1,'maxBackoff':'PT1M','max_backoff':'PT1M'}"), ["steps[2].retry.maxBackoff"]),
        ("retry with more", Limited("'retry':{'count':1,'jitter':true}"), ["steps[2].retry.jitter"]),
        ("retry with every fault", Limited("'timeout':1,'retry':{'counts':1,'backoff':2,'coefficient':'x','maxBackoff':[]}"),
            ["steps[2].timeout", "steps[2].retry.counts", "steps[2].retry.count", "steps[2].retry.backoff", "steps[2].retry.coefficient", "steps[2].retry.maxBackoff"]),
    ];

    private static IEnumerable<(string, string, string[])> Together =>
    [
        ("a fault in every step", "{'steps':[{'referrer':'a'},{'referrer':'B','type':1},{'referrer':'C','isSkipped':2},{'referrer':'D','dependsOn':3}]}",
            ["name", "steps[0].referrer", "steps[1].type", "steps[2].isSkipped", "steps[3].dependsOn"]),
        ("faults of shape beside faults between steps", "{'name':'','version':'3','steps':[{'referrer':'A','dependsOn':['B']},{'referrer':'B','dependsOn':['A'],'exceptionBehavior':7},{'referrer':'A'},{'referrer':'D','dependsOn':['X']}]}",
            ["name", "version", "steps[1].exceptionBehavior", "steps[0].dependsOn[0]", "steps[2].referrer", "steps[3].dependsOn[0]"]),
        ("several faults in one step", "{'name':'n','steps':[" + Two + ",{'typ':'Integration','referrer':7,'dependsOn':[1],'isSkipped':'no','exceptionBehavior':[{'type':'x','strategy':'y'}]}]}",
            ["steps[2].typ", "steps[2].referrer", "steps[2].dependsOn[0]", "steps[2].isSkipped", "steps[2].exceptionBehavior[0].type", "steps[2].exceptionBehavior[0].strategy"]),
    ];

    private static string DependsOn(string value) => $"{{'name':'n','steps':[{Two},{{'referrer':'C','dependsOn':{value}}}]}}";

    private static string Behavior(string value) => $"{{'name':'n','steps':[{Two},{{'referrer':'C','exceptionBehavior':{value}}}]}}";

    private static string Limited(string fields) => $"{{'name':'n','steps':[{Two},{{'referrer':'C',{fields}}}]}}";

    /// <summary>Steps as <c>"A:B,C"</c>: A depends on B and C.</summary>
    private static string Depending(params string[] steps) =>
        $"{{'name':'n','steps':[{string.Join(',', steps.Select(step => $"{{'referrer':'{step[0]}','dependsOn':['{step[2..].Replace(",", "','")}']}}"))}]}}";

    private static string ManySteps(int count) => string.Join(',', Enumerable.Range(1000, count).Select(i => $"{{'referrer':'{Ids.Of(i)}'}}"));

    private static string Written(string document) => document
        .Replace("'A'", $"'{Ids.Of(1)}'").Replace("'B'", $"'{Ids.Of(2)}'").Replace("'C'", $"'{Ids.Of(3)}'").Replace("'D'", $"'{Ids.Of(4)}'").Replace("'X'", $"'{Ids.Of(99)}'")
        .Replace('\'', '"');
}
