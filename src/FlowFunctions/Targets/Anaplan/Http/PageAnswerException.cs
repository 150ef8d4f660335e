namespace FlowFunctions.Targets.Anaplan;

/// <summary>What came with a success is a page for people, not Anaplan's answer; whether the request was carried out is not known.</summary>
internal sealed class PageAnswerException(int status) : HttpRequestException($"A page came in place of an answer ({status}).");
