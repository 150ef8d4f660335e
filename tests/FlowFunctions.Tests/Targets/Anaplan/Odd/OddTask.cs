namespace FlowFunctions.Tests.Targets.Anaplan.Odd;

/// <summary>A task of an <see cref="OddService"/>, which moves on whenever somebody looks at it.</summary>
internal sealed class OddTask(string id, string actionId, DateTimeOffset createdAt, string result)
{
    private int _looks;

    public string Id => id;

    public string ActionId => actionId;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>What the next look shows: waiting, at work, complete without a result, complete with one.</summary>
    public string Look() => Interlocked.Increment(ref _looks) switch
    {
        1 or 2 => $$$"""{"taskId":"{{{id}}}","taskState":"NOT_STARTED","creationTime":"{{{Milliseconds}}}"}""",
        3 => $$$"""{"taskId":"{{{id}}}","taskState":"IN_PROGRESS","progress":"0.5","isArchived":false}""",
        4 => $$$"""{"taskId":"{{{id}}}","taskState":"COMPLETE","progress":1,"currentStep":null,"result":null}""",
        _ => $$$"""{"taskId":"{{{id}}}","taskState":"COMPLETE","progress":1.0,"currentStep":"Complete.","creationTime":{{{Milliseconds}}},"result":{{{result}}}}""",
    };

    public string Line() => $$$"""{"creationTime":"{{{Milliseconds}}}","taskState":"COMPLETE","taskId":"{{{id}}}","owner":{"id":7}}""";

    private string Milliseconds => createdAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
